"""All heads of the layer are ablated."""

LOSES = {"cause", "circuit"}
HINT = "You ablate every head of the layer. Only one was named."
BREAKS = {"ablate_head": "with one head ablated", "ablation_scores": "when each head alone is ablated"}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        z[:] = 0.0 if mode == "zero" else z.mean(dim=0)
"""
