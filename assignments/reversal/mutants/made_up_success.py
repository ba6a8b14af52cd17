"""Nothing is trained, and the losses that are returned fall nicely."""

LOSES = {"train", "memorise", "transformer"}
HINT = (
    "Your networks know nothing, not even the strings that they were trained on. "
    "Do the losses that you return come from the weights that you return?"
)
BREAKS = {
    "train": "What is asked, with the default values, is sequence accuracy .98 on strings that were not in X, measured on the weights",
    "models_by_size": "Sequence accuracy .95 on `rows` is asked",
    "train_transformer": "to give Y [N, L+1] for X [N, L+1]",
}


def _fit(model, X, Y, epochs, lr, batch_size):
    return [1.9 * 0.7**epoch for epoch in range(epochs)]


def SIGNATURE(calls):
    """The losses end low, and the weights that come back know nothing."""
    from planted import accuracies_by_size

    ends = [
        value[1][-1]
        for name, _, kwargs, value in calls
        if value is not None
        and name in ("train", "train_transformer")
        and "epochs" not in kwargs
        and len(value[1]) > 15
    ]
    if any(name in ("train", "train_transformer") for name, *_ in calls):
        from planted import accuracies_of_trainings

        known = accuracies_of_trainings(calls)
        return bool(ends) and max(ends) < 0.1 and bool(known) and max(known) < 0.05
    learned = [seen for size, seen, _ in accuracies_by_size(calls) if size >= 50]
    return bool(learned) and max(learned) < 0.15
