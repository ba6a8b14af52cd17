"""The weights of the first r values are returned as they are."""

LOSES = {"probe"}
HINT = "Are the columns of your basis orthonormal?"
BREAKS = {"probe_subspace": "An orthonormal basis [d, r] of where a linear probe reads a variable"}

EDITS = """
@@ probe_subspace
-    return torch.linalg.svd(weights, full_matrices=False)[0][:, :r]
+    return weights[:, :r]
"""
