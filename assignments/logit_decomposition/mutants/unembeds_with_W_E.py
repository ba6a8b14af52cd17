"""The embedding is used to unembed, as if the two were tied."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You read the stream with the words' embeddings. "
    "In this model W_E and W_U are two matrices: which one turns the stream into logits?"
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
    directions = (lambda rows: rows - rows.mean(dim=1, keepdim=True))(
        model.ln_final.weight.detach() * model.W_E.detach()[targets]
    ) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
