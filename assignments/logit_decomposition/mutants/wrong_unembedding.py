"""The columns of W_U are looked up as rows of a reshaped matrix."""

LOSES = {"decompose", "ablate"}
HINT = "You do not read the targets' columns of W_U. W_U is [d_model, d_vocab]: which axis counts the words?"


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
        model.ln_final.weight.detach() * model.W_U.detach().reshape(-1, model.cfg.d_model)[targets]
    ) / cache["ln_final.hook_scale"][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
