"""The subspace is patched at all positions."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "At how many positions do you change the stream for one site?"
BREAKS = {"interchange": "what is orthogonal to it stays as it is in the run on base"}

EDITS = """
@@ _swapped
-                change = streams[layer, :, s.position] - h[:, s.position]
-                h[:, s.position] += change @ _projection(s.basis)
+                h += (streams[layer] - h) @ _projection(s.basis)
"""
