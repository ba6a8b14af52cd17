"""The snapshots are taken one step after they should be."""

LOSES = {"snapshots"}
HINT = "Your snapshots are taken a step too late, and the last is not of the trained model."
BREAKS = {
    "snapshots": ("then one after each `every` steps", "the last is what `train(seed, steps=steps)` gives")
}

EDITS = """
@@ snapshots
-        if done % every == 0:
+        if done % every == 1:
"""
