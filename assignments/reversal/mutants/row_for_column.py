"""A row of the batch is put to 0 instead of the neuron's column."""

LOSES = {"ablation", "explain"}
HINT = (
    "You replace one string's activations and not one neuron's. "
    "Which axis of [N, H] counts the strings, and which the neurons?"
)
BREAKS = {"ablate": "with one neuron of a layer replaced on every row"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[neuron] = 0.0 if mode == "zero" else H[neuron].mean()
"""
