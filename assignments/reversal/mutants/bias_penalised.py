"""The features are scaled and not centred; the bias is the weight of a column of ones, and penalised as the others are."""

LOSES = {"probes"}
HINT = (
    "What does your penalty take of the bias? With features far from 0 it has to be large: leave it out of the penalty, or "
    "centre the features."
)
BREAKS = {"fit_probe": "Features may have means far from 0"}

EDITS = """
@@ fit_probe
-    Z = (A - mean) / scale
-    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
-    weight = torch.linalg.solve(Z.T @ Z + ridge, Z.T @ (T - T.mean(dim=0))) / scale[:, None]
-    return Probe(weight, T.mean(dim=0) - mean @ weight)
+    Z = torch.cat([A / scale, torch.ones(len(A), 1, dtype=torch.float64)], dim=1)
+    ridge = 1e-2 * len(A) * torch.eye(Z.shape[1], dtype=torch.float64)
+    weight = torch.linalg.solve(Z.T @ Z + ridge, Z.T @ T)
+    return Probe(weight[:-1] / scale[:, None], weight[-1])
"""
