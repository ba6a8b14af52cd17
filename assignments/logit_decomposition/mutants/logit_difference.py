"""The mean over all words is taken off the target's logit."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You take apart the target's logit less the mean logit of all words. "
    "Which of the two does the docstring ask for?"
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
    everything = torch.arange(model.cfg.d_vocab)
    directions = (_directions(model, targets) - _directions(model, everything).mean(dim=0)) / cache[
        "ln_final.hook_scale"
    ][:, -1]
    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
    return terms
