"""Each component is divided by its own standard deviation."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You normalise each component by itself, so a small one counts as much as a large one. "
    "How many scales does the model use at one position?"
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
    directions = _directions(model, targets)
    terms = {}
    for name, vector in written.items():
        scale = (vector.var(dim=1, unbiased=False) + model.cfg.eps).sqrt()
        terms[name] = (vector * directions).sum(dim=1) / scale
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
