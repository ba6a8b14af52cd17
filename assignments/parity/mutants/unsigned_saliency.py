"""The gradients' sizes are returned, without their signs."""

LOSES = {"saliency"}
HINT = (
    "Your gradients have the right size and no sign. "
    "Is the absolute value asked for here, or in the other function?"
)
BREAKS = {"saliency": "Signed"}

EDITS = """
@@ saliency
-    return gradient
+    return gradient.abs()
"""
