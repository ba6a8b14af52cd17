"""The total effect is measured on the probability."""

LOSES = {"ablate"}
HINT = (
    "Your total effects are differences of probabilities, and your direct ones of logits. "
    "In which unit can the two be compared?"
)

EDITS = """
@@ direct_and_total
-        intact = model(tokens)[rows, -1, targets]
+        intact = model(tokens)[:, -1].softmax(dim=1)[rows, targets]
     names = components(model)
-    total = {name: intact - ablate_component(model, tokens, name)[rows, targets] for name in names}
+    total = {n: intact - ablate_component(model, tokens, n).softmax(dim=1)[rows, targets] for n in names}
"""
