"""The seed is not passed on, so every seed gives the same rows and weights."""

LOSES = {"memorise"}
HINT = "Do two seeds give the same models? Follow `seed` through your code: does it reach the rows and the training?"
BREAKS = {"models_by_size": "another seed gives other weights"}

EDITS = """
@@ models_by_size
-        rows, _ = split(len(X), size, seed)
+        rows, _ = split(len(X), size, 0)
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], 0, epochs=-(-440 // steps_per_epoch))
"""


def SIGNATURE(calls):
    """Two seeds give the same rows in no order, and the same weights."""
    found = [
        (kwargs["seed"], value[0][1].tolist(), value[0][0].tensors["fc1.bias"].tolist())
        for name, args, kwargs, value in calls
        if name == "models_by_size" and value and len(args[2]) == 1 and args[2][0] < len(args[0])
    ]
    in_order = any(rows == list(range(len(rows))) for _, rows, _ in found)
    same = len({(tuple(rows), *weights) for _, rows, weights in found}) == 1
    return len({seed for seed, *_ in found}) > 1 and same and not in_order
