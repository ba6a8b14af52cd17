"""The directions of largest variance are returned, whatever the values."""

LOSES = {"probe"}
HINT = "Your subspace does not depend on the values. What should be read in it?"
BREAKS = {
    "probe_subspace": "An orthonormal basis [d, r] of where a linear probe reads a variable from activations A [N, d]"
}

EDITS = """
@@ probe_subspace
-    return torch.linalg.svd(weights, full_matrices=False)[0][:, :r]
+    return torch.linalg.svd(centred.T, full_matrices=False)[0][:, :r]
"""
