"""The largest reading is taken for the largest step, though the stream is cumulative."""

LOSES = {"lens"}
HINT = (
    "You name the layer after which the reading is largest. "
    "The stream holds everything written so far: how do you get what one layer added?"
)
BREAKS = {"jump_layers": "Layer i's step is from column i of `logit_lens` to column i + 1"}


def jump_layers(model, tokens, targets):
    return logit_lens(model, tokens, targets)[:, 1:].argmax(dim=1)
