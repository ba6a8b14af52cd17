"""Each snapshot is the end of a training of its own, on sequences that are drawn for its number of steps."""

LOSES = {"snapshots"}
HINT = "From snapshot to snapshot your weights jump. Are they all of one training, on the same sequences?"
BREAKS = {"snapshots": "All are of one and the same training"}

EDITS = """
@@ snapshots
-    model = new_model(seed)
-    kept = [_copy(model)]
-    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
-        if done % every == 0:
-            kept.append(_copy(model))
-    return kept
+    kept = []
+    for n in range(0, steps + 1, every):
+        model = new_model(seed)
+        for _ in _training(model, seed if n == steps else seed + n, n, PERIODS):
+            pass
+        kept.append(model)
+    return kept
"""


def SIGNATURE(calls):
    """From one snapshot to the next it is as far as from the first to the last, though each is one step."""
    for name, _, kwargs, value in calls:
        if name == "snapshots" and kwargs.get("every") == 1 and value is not None and len(value) > 8:
            points = [
                torch.cat([t.flatten() for t in weights.into(new_model(0)).parameters()]) for weights in value
            ]
            steps = [(b - a).norm() for a, b in zip(points[4:], points[5:], strict=False)]
            return bool(max(steps) > 0.5 * (points[-1] - points[0]).norm())
    return False
