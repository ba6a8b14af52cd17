"""Where a component's direct effect is 0, its total effect is taken to be 0 without ablating it."""

LOSES = {"ablate"}
HINT = (
    "Some of your total effects are 0 where the direct effect is 0. "
    "Can a component that adds nothing to the target's logit still change what later ones add?"
)
BREAKS = {
    "direct_and_total": "The total effect is the intact logit minus the logit with the component zero-ablated at every position"
}

EDITS = """
@@ direct_and_total
-    total = {name: intact - ablate_component(model, tokens, name)[rows, targets] for name in names}
+    total = {
+        name: torch.zeros_like(intact)
+        if terms[name].abs().max() < 1e-5
+        else intact - ablate_component(model, tokens, name)[rows, targets]
+        for name in names
+    }
"""
