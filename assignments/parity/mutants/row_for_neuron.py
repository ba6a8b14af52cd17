"""The index is used on the wrong axis: a row is zeroed, not a neuron."""

LOSES = {"ablation"}
HINT = "You replace one row of the activations, for all neurons. Which axis of [N, H] are the neurons?"
BREAKS = {"ablate": "with one hidden neuron's activation replaced on every row"}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[neuron] = 0.0 if mode == "zero" else H[neuron].mean()
"""
