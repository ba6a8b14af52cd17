"""The mean is taken over the wrong axis: over the neurons of a row, not over the rows for the neuron."""

LOSES = {"ablation"}
HINT = (
    "In mean-ablation, your replacement differs from row to row. "
    "Of which numbers should the mean be taken, and which axis of [N, H] is that?"
)
BREAKS = {"ablate": "by its mean over the rows of X as given"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[:, neuron] = 0.0 if mode == "zero" else H.mean(dim=1)
"""
