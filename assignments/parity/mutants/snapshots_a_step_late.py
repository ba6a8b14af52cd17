"""The snapshots between the ends are taken one step late."""

LOSES = {"snapshots"}
HINT = (
    "Your ends are right, but between them the snapshots are of other times. "
    "After how many steps is each of them taken?"
)
BREAKS = {"snapshots": "then one after each `every` epochs"}


def snapshots(X, y, seed, every=50, epochs=500):
    model, _ = train(X, y, seed, epochs=0)
    optimiser = _optimiser(model, lr=0.05)
    kept = [copy.deepcopy(model)]
    for epoch in range(epochs):
        _step(model, optimiser, X, y)
        if epoch > 0 and epoch % every == 0:
            kept.append(copy.deepcopy(model))
    return [*kept, model]
