"""All of a position is taken from the source, whatever the basis."""

LOSES = {"accuracy", "interchange", "scrub"}
HINT = "Your logits do not depend on the basis. Which part of the stream at a site should change?"
BREAKS = {"interchange": "what is orthogonal to it stays as it is in the run on base"}

EDITS = """
@@ _swapped
-                h[:, s.position] += change @ _projection(s.basis)
+                h[:, s.position] += change
"""
