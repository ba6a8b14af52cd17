"""Mean-ablation replaces by zero."""

LOSES = {"ablate"}
HINT = "Your mean-ablation gives what zero-ablation gives. Where does the mean over the batch come in?"
BREAKS = {"ablate_component": '"mean" the mean over the batch'}

EDITS = """
@@ ablate_component
-        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)
+        return torch.zeros_like(value)
"""
