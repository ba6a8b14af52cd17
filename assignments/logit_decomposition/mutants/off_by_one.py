"""Everything is read at the position before the last."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You take apart the logit at the position before the last. "
    "At which position does the model predict the word after the prompt?"
)


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -2], "pos_embed": cache["hook_pos_embed"][:, -2]}
    for i, block in enumerate(model.blocks):
        found = cache[f"blocks.{i}.attn.hook_z"][:, -2]
        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -2]
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -2]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
