"""The neurons' shares are read without the LayerNorm's centring."""

LOSES = {"neurons", "find"}
HINT = (
    "Some of your neurons get a share for writing the same number into every coordinate. "
    "What does the final LayerNorm do with that?"
)


def neuron_attribution(model, tokens, targets, layer):
    _, cache = _run(model, tokens)
    directions = (model.ln_final.weight.detach() * model.W_U.detach()[:, targets].T) / cache[
        "ln_final.hook_scale"
    ][:, -1]
    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -1]
    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T)
