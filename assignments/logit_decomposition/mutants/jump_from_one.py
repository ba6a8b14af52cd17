"""Layers are counted from 1."""

LOSES = {"lens"}
HINT = "Your layers are each one too high. What is the first layer's number in the cache's names?"
BREAKS = {"jump_layers": "[B] integers, 0 … n_layers - 1"}


def jump_layers(model, tokens, targets):
    return logit_lens(model, tokens, targets).diff(dim=1).argmax(dim=1) + 1
