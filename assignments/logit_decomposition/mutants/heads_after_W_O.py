"""The attention's output is cut into as many pieces as there are heads, as if W_O kept them apart."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You cut the attention's output into pieces. "
    "W_O mixes every head into every coordinate: where are the heads still apart?"
)


def decompose_logit(model, tokens, targets):
    _, cache = _run(model, tokens)
    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
    for i, block in enumerate(model.blocks):
        out = cache[f"blocks.{i}.hook_attn_out"][:, -1] - block.attn.b_O.detach()
        heads = torch.zeros(len(tokens), model.cfg.n_heads, out.shape[1])
        for h, piece in enumerate(torch.arange(out.shape[1]).tensor_split(model.cfg.n_heads)):
            heads[:, h, piece] = out[:, piece]
        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
