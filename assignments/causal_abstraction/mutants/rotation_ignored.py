"""The coordinates themselves are taken from other runs, not those along R."""

LOSES = {"scrub"}
HINT = "Your shares do not depend on R. Along which directions do you mix the runs?"
BREAKS = {
    "scrubbed_accuracy": "Along column k of the orthogonal R [40, 40], row n of the mixture is the run on others[n, k] at that place"
}

EDITS = """
@@ scrubbed_accuracy
-                    noise = _mixture(streams[layer, :, position], rows, R)
+                    noise = _mixture(streams[layer, :, position], rows, torch.eye(D))
"""
