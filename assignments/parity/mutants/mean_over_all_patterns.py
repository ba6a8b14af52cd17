"""The mean is taken over all patterns of the bits, not over the rows that are given."""

LOSES = {"ablation"}
HINT = "Your mean is over all patterns of the bits. Over which rows does the docstring take it?"
BREAKS = {"ablate": "by its mean over the rows of X as given"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    everything = hidden_activations(model, parity_data(X.shape[1])[0])
+    H[:, neuron] = 0.0 if mode == "zero" else everything[:, neuron].mean()
"""
