"""The loss deltas are in bits."""

LOSES = {"ablation"}
HINT = "Your loss deltas are 1.44 times too large. In which unit does the docstring want them?"
BREAKS = {"ablation_sweep": "the loss is the mean cross-entropy there, in nats"}

EDITS = """
@@ _score
-    return accuracy, cross_entropy(logits.double().transpose(1, 2), Y, reduction="none").mean(dim=0)
+    return accuracy, cross_entropy(logits.double().transpose(1, 2), Y, reduction="none").mean(dim=0) / 0.6931471805599453
"""
