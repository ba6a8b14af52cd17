"""The neuron that correlates most with the label is taken to be its cause."""

LOSES = {"explain"}
HINT = (
    "Your causal neuron is always the most aligned one. "
    "Correlation was measured with the network left alone; what have you done to the network to know a cause?"
)


def explain(model, X, y):
    neurons = range(model.fc1.out_features)
    aligned = int(_pearson(model.act(model.fc1(X)).detach(), y).abs().argmax())
    for size in range(len(neurons) + 1):
        for removed in itertools.combinations(neurons, size):
            if _score_without(model, X, y, removed)[0] <= 0.5:
                return Claims(aligned, aligned, list(removed))
