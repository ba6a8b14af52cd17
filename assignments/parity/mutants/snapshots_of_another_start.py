"""The first snapshot is a model drawn anew, not the one that is trained."""

LOSES = {"snapshots"}
HINT = (
    "Your first snapshot is not the model that you train. "
    "Where was each of the two drawn, and after which seed?"
)
BREAKS = {"snapshots": "The first is untrained, as `train(X, y, seed, epochs=0)` gives it"}

EDITS = """
@@ snapshots
-    kept = [copy.deepcopy(model)]
+    kept = [TinyMLP(X.shape[1], model.fc1.out_features)]
"""
