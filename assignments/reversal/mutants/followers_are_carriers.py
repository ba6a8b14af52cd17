"""A neuron is taken for a carrier if its activation depends on the input that the output shows."""

LOSES = {"explain"}
HINT = (
    "Some of the neurons that you name follow a letter faithfully, and nothing listens to them. "
    "What happens to the output when you take one away?"
)
BREAKS = {"carriers": 'For each output position, the neurons of `layer` ("h1" or "h2") that it needs'}


def carriers(model, layer):
    X = _every_input(model)
    A = activations(model, X)[layer]
    found = []
    for p in recover_permutation(model):
        means = torch.stack([A[X[:, p] == a].mean(dim=0) for a in range(model.config["n_letters"])])
        found.append(((means.amax(dim=0) - means.amin(dim=0)) > 0.25).nonzero().flatten().tolist())
    return found
