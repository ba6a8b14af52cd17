"""Only the first prompt of the batch is ranked."""

LOSES = {"neurons"}
HINT = "Your ranking is that of the first prompt. What is to be done with the others before ranking?"
BREAKS = {"top_neurons": "tokens is [B, T], targets [B] int64"}


def top_neurons(model, tokens, targets, k):
    layers = range(model.cfg.n_layers)
    first = torch.stack([neuron_attribution(model, tokens, targets, layer)[0] for layer in layers])
    return [divmod(int(i), first.shape[1]) for i in first.flatten().topk(k).indices]
