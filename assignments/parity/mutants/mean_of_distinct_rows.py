"""Rows that are given several times count once in the mean."""

LOSES = {"ablation"}
HINT = "Where a row is given several times, your mean counts it once. Over which rows does the docstring take it?"
BREAKS = {"ablate": "by its mean over the rows of X as given"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    distinct = hidden_activations(model, X.unique(dim=0))
+    H[:, neuron] = 0.0 if mode == "zero" else distinct[:, neuron].mean()
"""
