"""The list holds the same model again and again, so all snapshots are the last one."""

LOSES = {"snapshots"}
HINT = (
    "All your snapshots are equal: they are one model, which went on training. "
    "What does a list keep when you append an object that changes later?"
)


def snapshots(X, y, seed, every=50, epochs=500):
    model, _ = train(X, y, seed, epochs=0)
    optimiser = _optimiser(model, lr=0.05)
    kept = [model]
    for _ in range(epochs // every):
        for _ in range(every):
            _step(model, optimiser, X, y)
        kept.append(model)
    return kept


def SIGNATURE(calls):
    """Several snapshots, all with the same weights."""
    taken = [value for name, _, _, value in calls if name == "snapshots" and value is not None]
    return any(
        len(models) > 1
        and all(torch.equal(models[0].tensors["fc1.weight"], m.tensors["fc1.weight"]) for m in models[1:])
        for models in taken
    )
