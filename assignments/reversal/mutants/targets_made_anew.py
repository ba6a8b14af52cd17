"""Training reverses X itself and never looks at the Y that it is given."""

LOSES = {"train", "memorise"}
HINT = (
    "Your training learns to reverse, whatever it is asked to learn. "
    "Does it use the Y that it is given? Try it with random answers."
)
BREAKS = {
    "train": "to give Y [N, L+1] for the tokens X [N, L+1]",
    "models_by_size": "Y may be anything, not only X reversed",
}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, targets(X), epochs, lr, batch_size)
"""


def SIGNATURE(calls):
    """Where the answers are not the reversal, the model reverses all the same, or knows none of them."""
    from planted import accuracies_by_size

    found = []
    for name, args, kwargs, value in calls:
        if value is None:
            return False
        if name == "train" and "epochs" not in kwargs and not torch.equal(args[1], targets(args[0])):
            X = args[0]
            tensors = value[0].tensors
            width, hidden = tensors["embed.weight"].shape[1], tensors["fc1.weight"].shape[0]
            model = value[0].into(ReversalMLP(int(X[0, -1]), X.shape[1] - 1, width, hidden))
            found.append(sequence_accuracy(model, X, targets(X)) > 0.8)
        if name == "models_by_size":
            seen = [seen for _, seen, _ in accuracies_by_size([(name, args, kwargs, value)])]
            reversal = torch.equal(args[1], targets(args[0]))
            found.append(min(seen) > 0.8 if reversal else max(seen) < 0.05)
    return len(found) > 0 and all(found)
