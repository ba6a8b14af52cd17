"""The heads' shares are computed without the value bias."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your heads lack the part that their value bias contributes: a pattern adds up to 1, so it passes through whole. "
    "Does hook_z hold it?"
)


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
    for i, block in enumerate(model.blocks):
        values = cache[f"blocks.{i}.attn.hook_v"] - block.attn.b_V.detach()
        pattern = cache[f"blocks.{i}.attn.hook_pattern"][:, :, -1]
        found = torch.einsum("bht,bthe->bhe", pattern, values)
        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
