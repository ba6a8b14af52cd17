"""Only the last layer is searched."""

LOSES = {"find"}
HINT = "You look for the neuron in the last layer only. What do earlier layers write into, and who reads it?"


def find_fact(model, tokens, target):
    layer = model.cfg.n_layers - 1
    return layer, int(neuron_attribution(model, tokens, torch.tensor([target]), layer)[0].argmax())
