"""The squared error is the square of a length, whose root has no slope where a sample is reconstructed exactly."""

LOSES = {"loss", "gradients"}
HINT = (
    "Your loss has the right value, and its gradient is NaN once a sample is reconstructed exactly. Which "
    "slope has a square root at 0?"
)
BREAKS = {"loss": "written in torch, it has its gradients by both reconstruction and features"}

EDITS = """
@@ loss
-    error = (reconstruction - x).square().sum(dim=1).mean()
+    error = (reconstruction - x).square().sum(dim=1).sqrt().square().mean()
"""
