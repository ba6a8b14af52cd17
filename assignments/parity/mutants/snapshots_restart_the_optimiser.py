"""Each stretch begins with a new optimiser, which has forgotten its averages."""

LOSES = {"snapshots"}
HINT = (
    "Your last snapshot is not what train gives, though the first is. "
    "What does the optimiser remember from step to step, and when does yours forget it?"
)
BREAKS = {"snapshots": "the last is what `train(X, y, seed, epochs=epochs)` gives"}

EDITS = """
@@ snapshots
-    for _ in range(epochs // every):
+    for _ in range(epochs // every):
+        optimiser = _optimiser(model, lr=0.05)
"""
