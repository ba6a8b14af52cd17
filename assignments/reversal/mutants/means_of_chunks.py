"""The rows are taken 128 at a time, each with a mean of its own."""

LOSES = {"ablation"}
HINT = "With many rows your mean-ablation is off. Over which rows is your mean?"
BREAKS = {"ablate": '"mean" puts its mean over all rows of this X'}

EDITS = """
@@ ablate
-    H = activations(model, X)[layer].clone()
+    if len(X) > 128:
+        return torch.cat([ablate(model, part, layer, neuron, mode) for part in X.split(128)])
+    H = activations(model, X)[layer].clone()
"""
