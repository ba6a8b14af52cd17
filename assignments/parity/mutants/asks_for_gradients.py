"""X is made to ask for gradients and left so."""

LOSES = {"saliency"}
HINT = (
    "Your gradients are right. Is X as it was before the call? Look at its requires_grad, and try X.numpy()."
)
BREAKS = {"saliency": "`requires_grad` of X is False before and after"}

EDITS = """
@@ saliency
-    X = X.detach().clone().requires_grad_()
+    X.requires_grad_()
"""
