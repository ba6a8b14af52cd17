"""Everything is taken from the source but the subspace."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "Which part of the stream comes from the source, the subspace or what is orthogonal to it?"
BREAKS = {"interchange": "what is orthogonal to it stays as it is in the run on base"}

EDITS = """
@@ _swapped
-                h[:, s.position] += change @ _projection(s.basis)
+                h[:, s.position] += change - change @ _projection(s.basis)
"""
