"""The total effect is measured by mean-ablation."""

LOSES = {"ablate"}
HINT = (
    "Your total effects come from mean-ablation. "
    "A component's term compares it with writing nothing: which mode does that?"
)
BREAKS = {"direct_and_total": "the logit with the component zero-ablated at every position"}

EDITS = """
@@ direct_and_total
-    total = {name: intact - ablate_component(model, tokens, name)[rows, targets] for name in names}
+    total = {name: intact - ablate_component(model, tokens, name, "mean")[rows, targets] for name in names}
"""
