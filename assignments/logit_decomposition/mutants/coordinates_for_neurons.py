"""The coordinates of mlp_out are taken for neurons."""

LOSES = {"neurons", "find"}
HINT = (
    "Your neurons are coordinates of the MLP's output, as many as the stream is wide. "
    "Where are the hidden units, and how many are there?"
)
BREAKS = {"neuron_attribution": "What each neuron of a layer's MLP adds"}


def neuron_attribution(model, tokens, targets, layer):
    _, cache = _run(model, tokens)
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    return cache[f"blocks.{layer}.hook_mlp_out"][:, -1] * directions
