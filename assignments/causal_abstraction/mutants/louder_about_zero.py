"""The noise is made louder about zero."""

LOSES = {"scrub"}
HINT = "From where is the distance measured that is made larger, from zero or from the mean?"
BREAKS = {
    "scrubbed_accuracy": "The mixture's deviation from the mean there over all 625 inputs is multiplied by LOUDER"
}

EDITS = """
@@ scrubbed_accuracy
-                    noise = _mixture(streams[layer, :, position], rows, R)
+                    noise = LOUDER * _mixture(streams[layer, :, position], rows, R, 1.0)
"""
