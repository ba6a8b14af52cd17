"""All directions are taken from one other run."""

LOSES = {"scrub"}
HINT = "All directions of your noise come from one run, so together they still tell its input. What does R do then?"
BREAKS = {
    "scrubbed_accuracy": "Along column k of the orthogonal R [40, 40], row n of the mixture is the run on others[n, k] at that place"
}

EDITS = """
@@ scrubbed_accuracy
-                    noise = _mixture(streams[layer, :, position], rows, R)
+                    noise = _mixture(streams[layer, :, position], rows[:, :1].expand_as(rows), R)
"""
