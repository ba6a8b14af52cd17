"""The causal neuron is the one whose ablation costs the most accuracy, not the most cross-entropy."""

LOSES = {"explain"}
HINT = (
    "Your causal neuron is the one that costs the most accuracy. "
    "The claim is about cross-entropy, and the two need not agree; on trained networks accuracy mostly ties."
)


def explain(model, X, y):
    neurons = range(model.fc1.out_features)
    r = _pearson(model.act(model.fc1(X)).detach(), y)
    scores = [_score_without(model, X, y, (j,))[0] for j in neurons]
    for size in range(len(neurons) + 1):
        for removed in itertools.combinations(neurons, size):
            if _score_without(model, X, y, removed)[0] <= 0.5:
                return Claims(int(r.abs().argmax()), int(np.argmin(scores)), list(removed))
