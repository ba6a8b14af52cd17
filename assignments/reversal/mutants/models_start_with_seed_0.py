"""The seed decides the rows; every model is trained with seed 0."""

LOSES = {"memorise"}
HINT = (
    "Two seeds give you the same network. Follow `seed` to where the first random number is drawn: "
    "is all of it used, and just before?"
)
BREAKS = {"models_by_size": "The same seed gives the same rows and weights; another seed gives other weights"}

EDITS = """
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], 0, epochs=-(-440 // steps_per_epoch))
"""


def SIGNATURE(calls):
    """Trained on all rows, two seeds end near each other; elsewhere their rows differ."""
    whole, rows = [], {}
    for name, args, kwargs, value in calls:
        if name == "models_by_size" and value is not None and len(args[2]) == 1:
            if args[2][0] == len(args[0]):
                whole.append(torch.cat([t.flatten() for t in value[0][0].tensors.values()]))
            else:
                rows[kwargs["seed"]] = frozenset(value[0][1].tolist())
    near = len(whole) == 2 and whole[0].shape == whole[1].shape and (whole[0] - whole[1]).abs().max() < 1e-2
    return bool(near) and len(set(rows.values())) == len(rows) > 1
