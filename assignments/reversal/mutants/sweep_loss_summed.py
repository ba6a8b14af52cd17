"""The losses are summed over the rows."""

LOSES = {"ablation"}
HINT = "Your loss deltas grow with the number of rows. Is the loss of a position a sum over the rows or their mean?"
BREAKS = {"ablation_sweep": "the loss is the mean cross-entropy there, in nats"}

EDITS = """
@@ _score
-    return accuracy, cross_entropy(logits.double().transpose(1, 2), Y, reduction="none").mean(dim=0)
+    return accuracy, cross_entropy(logits.double().transpose(1, 2), Y, reduction="none").sum(dim=0)
"""
