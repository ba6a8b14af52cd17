"""X is made to ask for gradients and left so."""

LOSES = {"saliency"}
HINT = "Your gradients are right. Is X as it was before the call? Look at its requires_grad and at X.grad, and try X.numpy()."
BREAKS = {"saliency": "of X, `requires_grad` is False and `grad` None before and after"}

EDITS = """
@@ saliency
-    X = X.detach().clone().requires_grad_()
+    X.requires_grad_()
"""
