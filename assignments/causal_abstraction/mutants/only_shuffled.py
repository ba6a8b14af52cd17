"""The noise is as loud as the data."""

LOSES = {"scrub"}
HINT = "Your noise is as loud as what it replaces. What does LOUDER ask for?"
BREAKS = {
    "scrubbed_accuracy": "The mixture's deviation from the mean there over all 625 inputs is multiplied by LOUDER"
}

EDITS = """
@@ scrubbed_accuracy
-                    noise = _mixture(streams[layer, :, position], rows, R)
+                    noise = _mixture(streams[layer, :, position], rows, R, 1.0)
"""
