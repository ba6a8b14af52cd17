"""The snapshots between the first and the last are taken one step after they should be."""

LOSES = {"snapshots"}
HINT = (
    "With a snapshot after every step, your last two are the same. After how many steps is the second taken?"
)
BREAKS = {"snapshots": "then one after each `every` steps"}

EDITS = """
@@ snapshots
-    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
-        if done % every == 0:
-            kept.append(_copy(model))
-    return kept
+    for late, _ in enumerate(_training(model, seed, steps, PERIODS)):
+        if late and late % every == 0:
+            kept.append(_copy(model))
+    return [*kept, _copy(model)] if steps else kept
"""


def SIGNATURE(calls):
    """Of the snapshots that are taken at each step the last two are one, and no others are."""
    for name, _, kwargs, value in calls:
        if name == "snapshots" and kwargs.get("every") == 1 and value is not None and len(value) > 8:
            points = [
                torch.cat([t.flatten() for t in weights.into(new_model(0)).parameters()]) for weights in value
            ]
            same = [torch.equal(a, b) for a, b in zip(points, points[1:], strict=False)]
            return same[-1] and not any(same[:-1])
    return False
