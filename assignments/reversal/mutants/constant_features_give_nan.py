"""Every feature is divided by its spread, one that is constant by 0."""

LOSES = {"probes"}
HINT = "Your probe's weights are not numbers where a feature is constant. By what do you divide it?"
BREAKS = {"fit_probe": "some may be correlated, or constant"}

EDITS = """
@@ fit_probe
-    mean, scale = A.mean(dim=0), A.std(dim=0).clamp_min(1e-6)
+    mean, scale = A.mean(dim=0), (A.amax(dim=0) - A.amin(dim=0)) / 4
"""
