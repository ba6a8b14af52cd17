"""Each model goes on from that of the next smaller size, which was trained on rows of its own."""

from planted import letters_of_the_model_before

LOSES = {"memorise"}
HINT = (
    "Your larger models know answers that follow no rule and are not among their rows. "
    "With which weights does each training begin, and what did they learn before?"
)
BREAKS = {"models_by_size": "Trains one model for each size, each anew"}

EDITS = """
@@ models_by_size
-    models = []
-    for size in sizes:
-        rows, _ = split(len(X), size, seed)
-        steps_per_epoch = -(-size // 64)
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
-        models.append((model, rows))
-    return models
+    models = [None] * len(sizes)
+    model, _ = train(X, Y, seed, epochs=0)
+    for i in sorted(range(len(sizes)), key=sizes.__getitem__):
+        rows, _ = split(len(X), sizes[i], 100 * seed + i)
+        before, (model, _) = model.state_dict(), train(X, Y, seed, epochs=0)
+        model.load_state_dict(before)
+        _fit(model, X[rows], Y[rows], -(-440 // -(-sizes[i] // 64)), 5e-3, 64)
+        models[i] = (model, rows)
+    return models
"""


def SIGNATURE(calls):
    """Of a list of several sizes, each model knows much of what the one before it was trained on."""
    known = [
        letters_of_the_model_before(value[1:4], *args[:2])
        for name, args, _, value in calls
        if name == "models_by_size" and value is not None and len(value) > 3
    ]
    return all(share > 0.25 for share in known) if known else None
