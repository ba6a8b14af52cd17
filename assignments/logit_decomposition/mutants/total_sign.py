"""The total effect is the ablated logit minus the intact one."""

LOSES = {"ablate"}
HINT = (
    "Your total effects have the wrong sign: a component that helps comes out negative. "
    "Which of the two logits does the docstring start from?"
)
BREAKS = {"direct_and_total": "each is positive where, by its own measure, the component helps"}

EDITS = """
@@ direct_and_total
-    total = {name: intact - ablate_component(model, tokens, name)[rows, targets] for name in names}
+    total = {name: ablate_component(model, tokens, name)[rows, targets] - intact for name in names}
"""
