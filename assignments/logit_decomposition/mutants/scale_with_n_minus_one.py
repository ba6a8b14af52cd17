"""The scale is the sample's standard deviation, divided by n - 1."""

LOSES = {"decompose", "ablate"}
HINT = (
    "All your shares are too small by the same small factor, about half of 1/d_model. "
    "Which standard deviation does a LayerNorm use?"
)


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
    directions = _directions(model, targets) / stream.var(dim=1, keepdim=True).add(model.cfg.eps).sqrt()
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
