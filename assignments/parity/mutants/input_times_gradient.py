"""The gradient is multiplied by the input, so a bit that is 0 never counts."""

LOSES = {"saliency"}
HINT = (
    "Your values are 0 wherever the bit is 0. The docstring asks for the gradient; what is it multiplied by?"
)
BREAKS = {"saliency": "in logits per unit of input"}

EDITS = """
@@ saliency
-    return gradient
+    return gradient * X.detach()
"""
