"""The snapshots are on the straight line from the untrained to the trained network."""

from planted import distance, off_the_line, rebuilt

LOSES = {"snapshots"}
HINT = "Are your snapshots on a straight line from the first to the last? Does a training go straight?"
BREAKS = {"snapshots": "The model at several times of its training, from first to last"}

EDITS = """
@@ snapshots
-    return kept
+    first, *between, last = kept
+    for i, one in enumerate(between, 1):
+        for here, a, b in zip(one.parameters(), first.parameters(), last.parameters(), strict=True):
+            here.data = a.data + i / (len(kept) - 1) * (b.data - a.data)
+    return kept
"""


def SIGNATURE(calls):
    """All snapshots are on one line, and not in one place."""
    found = [value for name, _, _, value in calls if name == "snapshots" and value is not None and value[2:]]
    models = [[rebuilt(weights) for weights in one] for one in found]
    return bool(models) and all(off_the_line(m) < 1e-4 < distance(m[0], m[-1]) for m in models)
