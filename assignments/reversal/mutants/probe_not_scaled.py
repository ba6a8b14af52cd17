"""The features are centred and not scaled, and the penalty is the same for all."""

LOSES = {"probes"}
HINT = (
    "Your probe does not read what stands in small features beside large ones. "
    "How much does your penalty cost a feature a thousand times smaller than another?"
)
BREAKS = {"fit_probe": "they may differ in scale, a thousandfold"}

EDITS = """
@@ fit_probe
-    mean, scale = A.mean(dim=0), A.std(dim=0).clamp_min(1e-6)
+    mean, scale = A.mean(dim=0), torch.ones(A.shape[1], dtype=torch.float64)
@@ fit_probe
-    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
+    ridge = torch.eye(A.shape[1], dtype=torch.float64)
"""
