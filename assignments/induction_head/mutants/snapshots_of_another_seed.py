"""The snapshots are of a training with another seed."""

LOSES = {"snapshots"}
HINT = "Your snapshots are of another training than that of `train` with this seed."
BREAKS = {"snapshots": "the last is what `train(seed, steps=steps)` gives"}

EDITS = """
@@ snapshots
-    model = new_model(seed)
+    seed = seed + 1
+    model = new_model(seed)
"""
