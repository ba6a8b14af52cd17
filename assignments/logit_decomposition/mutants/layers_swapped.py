"""The layers are named from the last to the first."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your layers carry each other's names: the sum is right and the parts are not. "
    "Print the name in the cache beside the name that you give it."
)


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
    names = {}
    for i, block in enumerate(model.blocks):
        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]
        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
    last = model.cfg.n_layers - 1
    for name in list(written):
        if name.startswith("L"):
            names[f"L{last - int(name[1])}{name[2:]}"] = written.pop(name)
    written |= names
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
