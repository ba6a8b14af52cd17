"""The neurons are ranked by the size of their share, whatever its sign."""

LOSES = {"neurons"}
HINT = (
    "Your ranking puts a neuron that lowers the logit before one that raises it. "
    "What does the docstring say about the sign?"
)


def top_neurons(model, tokens, targets, k):
    layers = range(model.cfg.n_layers)
    means = torch.stack([neuron_attribution(model, tokens, targets, layer).mean(dim=0) for layer in layers])
    return [divmod(int(i), means.shape[1]) for i in means.flatten().abs().topk(k).indices]
