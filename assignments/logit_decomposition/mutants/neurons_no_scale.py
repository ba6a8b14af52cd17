"""The neurons' shares are not divided by the final scale."""

LOSES = {"neurons"}
HINT = (
    "Your neurons' shares do not add up to the MLP's, by one factor for each prompt. "
    "What does the final LayerNorm divide by?"
)


def neuron_attribution(model, tokens, targets, layer):
    _, cache = _run(model, tokens)
    directions = _directions(model, targets)
    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -1]
    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T)
