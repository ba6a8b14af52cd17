"""Every change of the logits counts, even one that changes no prediction."""

LOSES = {"influence", "explain"}
HINT = (
    "Every position influences every other in your matrix. "
    "A logit moves a little with any input: what has to change before it counts here?"
)
BREAKS = {"influence": "the share in which the prediction at output slot q"}

EDITS = """
@@ influence
-        before = model(X).argmax(dim=2)
+        before = model(X)
@@ influence
-                changed[p] += (model(other).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
+                changed[p] += (model(other) != before).any(dim=2)[:, :-1].double().mean(dim=0)
"""
