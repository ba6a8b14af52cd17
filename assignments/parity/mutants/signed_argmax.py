"""The most aligned neuron is looked for by r instead of |r|, so a negative one is never found."""

LOSES = {"explain"}
HINT = (
    "A neuron that is off whenever the label is 1 tells as much about it as one that is on. "
    "What does the sign of r say about how aligned a neuron is?"
)


def explain(model, X, y):
    neurons = range(model.fc1.out_features)
    r = _pearson(model.act(model.fc1(X)).detach(), y)
    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
    for size in range(len(neurons) + 1):
        for removed in itertools.combinations(neurons, size):
            if _score_without(model, X, y, removed)[0] <= 0.5:
                return Claims(int(r.argmax()), int(np.argmax(losses)), list(removed))
