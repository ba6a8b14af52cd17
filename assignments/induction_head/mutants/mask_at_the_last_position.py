"""The mask is true at the last position as well, which has no next token."""

LOSES = {"data"}
HINT = "Your mask is true at the last position, which has no next token."
BREAKS = {"repeated_sequences": "It is false at the last position, which has no next token"}

EDITS = """
@@ repeated_sequences
-    mask = (position >= prefix + period) & (position < LENGTH - 1)
+    mask = position >= prefix + period
"""
