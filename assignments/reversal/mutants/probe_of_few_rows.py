"""The probe is fitted to the first few rows."""

LOSES = {"probes"}
HINT = "Your probe knows the first rows that it was given and few others. How many of the rows does it use?"
BREAKS = {"fit_probe": "It has to hold up on rows that it was not fitted on"}

EDITS = """
@@ fit_probe
-    A, T = A.double(), one_hot(t).double()
+    A, T = A.double()[:10], one_hot(t).double()[:10]
"""
