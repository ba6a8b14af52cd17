"""The scale is the root mean square, without centring."""

LOSES = {"decompose", "ablate"}
HINT = "You divide by the root mean square of the stream. What does a LayerNorm subtract before it squares?"


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
    for i, block in enumerate(model.blocks):
        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]
        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
    stream = cache[f"blocks.{model.cfg.n_layers - 1}.hook_resid_post"][:, -1]
    directions = (
        _directions(model, targets) / stream.square().mean(dim=1, keepdim=True).add(model.cfg.eps).sqrt()
    )
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
