"""Zero-ablation replaces by the mean."""

LOSES = {"ablate"}
HINT = (
    "Your zero-ablation gives what mean-ablation gives. "
    "What should a head or an MLP write when its mode is zero?"
)
BREAKS = {"ablate_component": 'mode "zero" puts 0 there'}

EDITS = """
@@ ablate_component
-        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)
+        return value.mean(dim=0, keepdim=True).expand_as(value)
"""
