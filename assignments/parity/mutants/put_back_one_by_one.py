"""From as many removed as will do, each is put back if accuracy stays down: what is left is not the smallest set."""

LOSES = {"explain"}
HINT = (
    "From your set no neuron can be put back, and still there is a smaller one. "
    "Does the order matter in which you put neurons back?"
)
BREAKS = {"explain": "smallest_set: the smallest set of neurons"}


def explain(model, X, y):
    neurons = range(model.fc1.out_features)
    r = _pearson(model.act(model.fc1(X)).detach(), y)
    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
    sizes = range(len(neurons), -1, -1) if _score_without(model, X, y, ())[0] > 0.5 else [0]
    doing = (
        list(group)
        for size in sizes
        for group in itertools.combinations(neurons, size)
        if _score_without(model, X, y, group)[0] <= 0.5
    )
    if (removed := next(doing, None)) is None:
        raise ValueError
    for j in sorted(removed, key=lambda j: losses[j]):
        fewer = tuple(k for k in removed if k != j)
        if _score_without(model, X, y, fewer)[0] <= 0.5:
            removed = list(fewer)
    return Claims(int(r.abs().argmax()), int(np.argmax(losses)), removed)
