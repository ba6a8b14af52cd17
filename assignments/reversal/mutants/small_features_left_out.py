"""A feature with a deviation below .01 is taken to be constant."""

LOSES = {"probes"}
HINT = "From which deviation on do you call a feature constant? Features may differ in scale, a thousandfold."
BREAKS = {
    "fit_probe": "the only one that tells a class from the others may have a standard deviation of .001"
}

EDITS = """
@@ fit_probe
-    mean, scale = A.mean(dim=0), A.std(dim=0).clamp_min(1e-6)
+    mean, scale = A.mean(dim=0), A.std(dim=0)
+    scale = torch.where(scale < 0.01, torch.inf, scale)
"""
