"""Directions are the rows of R."""

LOSES = {"scrub"}
HINT = "Are your directions the columns of R, or its rows?"
BREAKS = {
    "scrubbed_accuracy": "Along column k of the orthogonal R [40, 40], row n of the mixture is the run on others[n, k] at that place"
}

EDITS = """
@@ scrubbed_accuracy
-                    noise = _mixture(streams[layer, :, position], rows, R)
+                    noise = _mixture(streams[layer, :, position], rows, R.T)
"""
