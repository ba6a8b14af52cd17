"""A row that occurs more than once counts once in the mean."""

LOSES = {"ablation"}
HINT = "Are there rows in X that occur more than once? The mean is over all rows of this X."
BREAKS = {"ablate": '"mean" puts its mean over all rows of this X'}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].unique().mean()
"""
