"""The ablated accuracy and loss are returned, not their change."""

LOSES = {"ablation"}
HINT = "Your values are those of the ablated model. What are they to be compared with, by the docstring?"
BREAKS = {"ablation_sweep": "each *ablated minus baseline*, where the baseline is the intact model"}

EDITS = """
@@ ablation_sweep
-    deltas = torch.tensor(ablated, dtype=torch.float64) - torch.tensor([accuracy, loss], dtype=torch.float64)
+    deltas = torch.tensor(ablated, dtype=torch.float64)
"""
