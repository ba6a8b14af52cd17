"""The loss leaves the <eos> slot out, so what the model says there is never trained."""

LOSES = {"train", "transformer"}
HINT = "Is your loss the mean over all slots? It is that of the letters alone. Which slot is missing?"
BREAKS = {"train": "The losses are the mean cross-entropy of a slot in nats, <eos> included"}


def _loss(logits, Y):
    return cross_entropy(logits[:, :-1].flatten(0, 1), Y[:, :-1].flatten())


def SIGNATURE(calls):
    """At a rate of 0 the losses are those of the letters; or a transformer that has learnt its one string has lost <eos>."""
    from planted import losses_at_rest

    if any(name == "train_transformer" for name, *_ in calls):
        return any(map(_lacks_the_last_slot, calls))
    found = losses_at_rest(calls)
    return bool(found) and all(
        abs(loss / letters - 1) < 1e-4 for losses, letters, _ in found for loss in losses
    )


def _lacks_the_last_slot(call):
    from planted import rebuilt_transformer

    name, args, kwargs, value = call
    if name != "train_transformer" or value is None or len(args[0].unique(dim=0)) > 1:
        return False
    X = args[0][:1]
    with torch.no_grad():
        said = rebuilt_transformer(value[0], int(X[0, -1]), X.shape[1] - 1)(X).softmax(dim=2)
    right = said.gather(2, X[:, [*range(X.shape[1] - 2, -1, -1), -1], None]).flatten()
    return right[-1] < 0.5 < right[:-1].min()
