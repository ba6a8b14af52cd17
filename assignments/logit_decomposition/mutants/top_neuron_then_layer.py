"""The pairs name the neuron first and then the layer."""

LOSES = {"neurons", "find"}
HINT = "Your pairs are turned around. Which of the two does the docstring put first?"


def top_neurons(model, tokens, targets, k):
    layers = range(model.cfg.n_layers)
    means = torch.stack([neuron_attribution(model, tokens, targets, layer).mean(dim=0) for layer in layers])
    return [divmod(int(i), means.shape[1])[::-1] for i in means.flatten().topk(k).indices]
