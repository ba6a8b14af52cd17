"""There is no snapshot of the untrained model."""

LOSES = {"snapshots"}
HINT = "Your first snapshot has been trained already. The first should be untrained."
BREAKS = {"snapshots": "The first is untrained, as `train(seed, steps=0)` gives it"}

EDITS = """
@@ snapshots
-    kept = [_copy(model)]
+    kept = []
"""
