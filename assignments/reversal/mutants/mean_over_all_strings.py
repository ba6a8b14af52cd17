"""The mean is over all strings that there are, not over the rows that are given."""

LOSES = {"ablation"}
HINT = (
    "Your mean-ablation is off where X is not all there is. Over which rows does the docstring take the mean?"
)
BREAKS = {"ablate": '"mean" puts its mean over all rows of this X'}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[:, neuron] = 0.0 if mode == "zero" else activations(model, _every_input(model))[layer][:, neuron].mean()
"""
