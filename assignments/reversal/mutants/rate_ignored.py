"""The rate is 5e-3, whatever is asked for."""

LOSES = {"train"}
HINT = (
    "Does your loss fall at a rate of a millionth as it does at the default? Does `lr` reach the optimiser?"
)
BREAKS = {"train": "Values that are given are used"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, Y, epochs, 5e-3, batch_size)
"""


def SIGNATURE(calls):
    """At a rate of nearly 0 the losses fall, and the weights move."""
    from planted import drifts

    runs = [
        value[1]
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and "lr" in kwargs
    ]
    moved = drifts(calls)
    return bool(runs) and all(run[0] - run[-1] > 0.05 for run in runs) and bool(moved) and min(moved) > 1e-3
