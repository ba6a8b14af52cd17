"""Every ablation is a mean-ablation, whatever the mode."""

LOSES = {"ablation", "explain"}
HINT = (
    "Your zero-ablation gives what mean-ablation gives. "
    "Follow `mode` through your code: where does it make a difference, and does the sweep pass it on?"
)
BREAKS = {
    "ablate": 'mode "zero" puts 0 in its place',
    "carriers": "if its zero-ablation changes the prediction",
}

EDITS = """
@@ ablate
-    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
+    H[:, neuron] = H[:, neuron].mean()
"""
