"""The largest step is taken whatever its sign, so a layer that lowers the logit can win."""

LOSES = {"lens"}
HINT = "Your largest step may go down. Does a layer that takes the logit away raise it most?"
BREAKS = {
    "jump_layers": (
        "the layer whose step raises the target's reading most",
        "Steps count with their sign: where all of a prompt's are down, the smallest step down is the largest",
    )
}


def jump_layers(model, tokens, targets):
    return logit_lens(model, tokens, targets).diff(dim=1).abs().argmax(dim=1)
