"""The batches have 64 rows, whatever is asked for."""

LOSES = {"train"}
HINT = "Does `batch_size` reach your batches? Another size of them gives you the same network."
BREAKS = {"train": "An epoch takes each row once, in batches of `batch_size`"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, Y, epochs, lr, 64)
"""


def SIGNATURE(calls):
    """Two sizes of batches gave the same weights, though something is learned."""
    from planted import accuracies_of_trainings

    runs = [
        (kwargs["seed"], kwargs["batch_size"], torch.cat([w.flatten() for w in value[0].tensors.values()]))
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 1
    ]
    equal = [
        torch.equal(first, second)
        for i, (seed, size, first) in enumerate(runs)
        for other, another, second in runs[:i]
        if seed == other and size != another
    ]
    return max(accuracies_of_trainings(calls), default=0.0) > 0.5 and bool(equal) and all(equal)
