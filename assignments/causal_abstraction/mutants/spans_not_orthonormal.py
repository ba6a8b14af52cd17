"""What is kept is computed as if the bases were orthonormal."""

LOSES = {"scrub"}
HINT = "Several sites at one place: is your projection one onto all that they span?"
BREAKS = {
    "scrubbed_accuracy": "the component of the stream orthogonal to K becomes that of a mixture of clean runs"
}

EDITS = """
@@ _kept
-    return {at: _projection(torch.cat(parts, dim=1)) for at, parts in bases.items()}
+    return {at: sum(p @ p.T for p in parts).float() for at, parts in bases.items()}
"""
