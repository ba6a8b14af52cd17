"""The probe sees the principal components that hold 95 % of the variance, and no others."""

LOSES = {"probes"}
HINT = (
    "Your probe leaves out directions in which the activations vary little. "
    "Can a class stand in the difference of two features that are loud together?"
)
BREAKS = {"fit_probe": "some may be correlated"}

EDITS = """
@@ fit_probe
-    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
-    weight = torch.linalg.solve(Z.T @ Z + ridge, Z.T @ (T - T.mean(dim=0))) / scale[:, None]
+    _, sizes, axes = torch.linalg.svd(Z, full_matrices=False)
+    held = (sizes.square() / sizes.square().sum()).cumsum(0)
+    axes = axes[: int((held < 0.95).sum()) + 1]
+    Z = Z @ axes.T
+    ridge = 1e-3 * len(A) * torch.eye(Z.shape[1], dtype=torch.float64)
+    weight = axes.T @ torch.linalg.solve(Z.T @ Z + ridge, Z.T @ (T - T.mean(dim=0))) / scale[:, None]
"""
