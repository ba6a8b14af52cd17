"""For each MLP the stream after it is read, which holds everything written so far."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your MLPs' shares contain those of every component before them. "
    "hook_resid_post is a running sum: which activation holds the MLP's own part?"
)


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
    for i, block in enumerate(model.blocks):
        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]
        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_resid_post"][:, -1]
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
