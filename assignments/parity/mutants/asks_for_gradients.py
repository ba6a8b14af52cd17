"""X is made to ask for gradients and left so."""

LOSES = {"saliency"}
HINT = (
    "Your gradients are right. Is X as it was before the call? Look at its requires_grad, and try X.numpy()."
)
BREAKS = {"saliency": "Leaves X, whose `requires_grad` is False"}

EDITS = """
@@ saliency
-    X = X.detach().clone().requires_grad_()
+    X.requires_grad_()
"""
