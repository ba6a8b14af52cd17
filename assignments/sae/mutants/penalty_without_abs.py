"""The penalty sums the features, not their absolute values."""

EQUIVALENT = (
    "Features come out of a ReLU and are never below 0, so both sums are the same, and so are their "
    "gradients wherever a feature is above 0."
)

EDITS = """
@@ loss
-    sparsity = features.abs().sum(dim=1).mean()
+    sparsity = features.sum(dim=1).mean()
"""
