"""The output weights of the layer before are used."""

LOSES = {"neurons", "find"}
HINT = (
    "Your activations and your output weights come from two different layers. "
    "Print the layer that each of them is taken from."
)


def neuron_attribution(model, tokens, targets, layer):
    _, cache = _run(model, tokens)
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -1]
    return hidden * (directions @ model.blocks[layer - 1].mlp.W_out.detach().T)
