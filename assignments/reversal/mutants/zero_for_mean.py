"""Every ablation is a zero-ablation, whatever the mode."""

LOSES = {"ablation"}
HINT = (
    "Your mean-ablation gives what zero-ablation gives. "
    "Follow `mode` through your code: where does it make a difference, and does the sweep pass it on?"
)
BREAKS = {"ablate": '"mean" puts its mean over all rows of this X'}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[:, neuron] = 0.0
"""
