"""The rate falls over the epochs, and each snapshot is a training of its own, of as many epochs: another one."""

from planted import cross_entropy, distance, off_the_line, rebuilt

LOSES = {"snapshots"}
HINT = (
    "Your snapshots between the first and the last are of other trainings. Which epochs does your rate go by, and of "
    "how many is the training that you show?"
)
BREAKS = {"snapshots": "then one after each `every` epochs, all of this one training of `epochs` epochs"}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
+    losses = []
+    for done in range(epochs):
+        optimiser.param_groups[0]["lr"] = lr * (1 - 0.9 * done / epochs)
+        losses.append(_step(model, optimiser, X, y))
@@ snapshots
-    model, _ = train(X, y, seed, epochs=0)
-    optimiser = _optimiser(model, lr=0.05)
-    kept = [copy.deepcopy(model)]
-    for _ in range(epochs // every):
-        for _ in range(every):
-            _step(model, optimiser, X, y)
-        kept.append(copy.deepcopy(model))
-    return kept
+    return [train(X, y, seed, epochs=done)[0] for done in range(0, epochs + 1, every)]
"""


def SIGNATURE(calls):
    """Ends are what `train` gives, and between them a loss is not that of the training of 60 epochs."""
    taken = {}
    for name, args, kwargs, value in calls:
        if value is not None and kwargs.get("epochs") == 60 and kwargs.get("every", 20) == 20:
            taken.setdefault(name, (args, value))
    if len(taken) < 2:
        return None
    (X, y), models = taken["snapshots"]
    models, losses = [rebuilt(weights) for weights in models], taken["train"][1][1]
    if len(models) != 4 or len(losses) != 60:
        return False
    end = distance(models[3], rebuilt(taken["train"][1][0])) < 1e-4
    return (
        end
        and off_the_line(models) > 1e-3
        and abs(cross_entropy(models[0], X, y) - losses[0]) < 1e-5
        and any(abs(cross_entropy(models[i], X, y) - losses[20 * i]) > 1e-3 for i in (1, 2))
    )
