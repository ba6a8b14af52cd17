"""In long trainings the rate of the snapshots falls, and that of the training does not."""

from planted import distance, rebuilt

LOSES = {"snapshots"}
HINT = "Is the last of many snapshots what `train` gives for as many epochs, with the same rate to the end?"
BREAKS = {"snapshots": "the last is what `train(X, y, seed, epochs=epochs)` gives"}

EDITS = """
@@ snapshots
-            _step(model, optimiser, X, y)
+            _step(model, optimiser, X, y)
+            if epochs > 100:
+                optimiser.param_groups[0]["lr"] *= 0.99
"""


def SIGNATURE(calls):
    """The last snapshot is what `train` gives of a short training, and another of a long one."""
    last, trained = {}, {}
    for name, _, kwargs, value in calls:
        if value and name in ("snapshots", "train") and kwargs.get("epochs", 500) in (60, 500):
            which, weights = (last, value[-1]) if name == "snapshots" else (trained, value[0])
            which[kwargs.get("epochs", 500)] = rebuilt(weights)
    if not {60, 500} <= last.keys() & trained.keys():
        return None
    return distance(last[60], trained[60]) < 1e-4 < 1e-2 < distance(last[500], trained[500])
