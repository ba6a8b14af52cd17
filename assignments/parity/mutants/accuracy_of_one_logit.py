"""A row counts as predicted 1 where logit 1 is above 0, as if there were no logit 0."""

LOSES = {"ablation", "explain"}
HINT = "Add 1 to both logits: your accuracy changes. With which number is logit[1] compared?"
BREAKS = {"ablation_sweep": "those whose larger logit, the prediction, is that of their label"}

EDITS = """
@@ _score
-    return (logits.argmax(dim=1) == y).double().mean().item(), cross_entropy(logits, y).item()
+    return ((logits[:, 1] > 0) == (y == 1)).double().mean().item(), cross_entropy(logits, y).item()
"""
