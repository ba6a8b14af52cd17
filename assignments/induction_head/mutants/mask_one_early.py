"""The mask starts one position early, at the last token of the first copy."""

LOSES = {"data"}
HINT = (
    "Your mask starts one position early. "
    "At the end of the first copy nobody can know that the segment starts again: the first determined answer is the second token of the second copy."
)
BREAKS = {
    "repeated_sequences": "It is true at a position whose token has occurred before, which determines the *next* one"
}

EDITS = """
@@ repeated_sequences
-    mask = (position >= prefix + period) & (position < LENGTH - 1)
+    mask = (position >= prefix + period - 1) & (position < LENGTH - 1)
"""
