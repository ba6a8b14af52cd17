"""The activations that were given are centred and scaled themselves, where they are in float64."""

LOSES = {"probes"}
HINT = (
    "Are the activations the same after your fit as before? "
    "`double()` makes a copy only of what is not in float64 yet."
)
BREAKS = {"fit_probe": "Leaves A as it was"}

EDITS = """
@@ fit_probe
-    Z = (A - mean) / scale
+    A -= mean
+    A /= scale
+    Z = A
"""
