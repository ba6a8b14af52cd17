"""The hidden units are read before the activation function."""

LOSES = {"neurons"}
HINT = "You read the hidden units before the activation function. What is it that W_out is multiplied with?"


def neuron_attribution(model, tokens, targets, layer):
    _, cache = _run(model, tokens)
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    hidden = cache[f"blocks.{layer}.mlp.hook_pre"][:, -1]
    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T)
