"""The singular vectors are counted from the smallest."""

LOSES = {"probe"}
HINT = "Which of the singular vectors do you return, the leading ones?"
BREAKS = {
    "probe_subspace": "The subspace is spanned by the r leading left singular vectors of the fit's weights [d, size], without the intercept"
}

EDITS = """
@@ probe_subspace
-    return torch.linalg.svd(weights, full_matrices=False)[0][:, :r]
+    least = weights.shape[1] - 2
+    return torch.linalg.svd(weights, full_matrices=False)[0][:, : least + 1].flip(1)[:, :r]
"""
