"""The penalty is a mean over the samples on which something fires, not over all of them."""

LOSES = {"loss", "gradients"}
HINT = "Your sparsity leaves out samples on which nothing fires. Over how many samples is the mean?"
BREAKS = {"loss": "of both, the mean over the N samples"}

EDITS = """
@@ loss
-    sparsity = features.abs().sum(dim=1).mean()
+    sizes = features.abs().sum(dim=1)
+    sparsity = sizes.sum() / (sizes > 0).sum().clamp(min=1)
"""
