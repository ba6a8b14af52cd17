"""The sweep gives the cross-entropy in bits."""

LOSES = {"ablation"}
HINT = "Your loss deltas are too large by 1 / ln 2 for every neuron. Which unit does the docstring ask for?"
BREAKS = {"ablation_sweep": "The loss is the mean cross-entropy over the rows, in nats"}

EDITS = """
@@ ablation_sweep
-    return deltas[:, 0], deltas[:, 1]
+    return deltas[:, 0], deltas[:, 1] / np.log(2)
"""
