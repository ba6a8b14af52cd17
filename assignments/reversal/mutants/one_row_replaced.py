"""The neuron is replaced on the first row only."""

LOSES = {"ablation", "explain"}
HINT = "Your ablation is right on the first string and does nothing on the others. Which rows does your index reach?"
BREAKS = {"ablate": "with one neuron of a layer replaced on every row"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[0, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
"""
