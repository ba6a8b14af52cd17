"""The segment comes twice, and is followed by other tokens to the end."""

LOSES = {"data"}
HINT = "After the second copy of the segment other tokens follow. It should repeat to the end."
BREAKS = {"repeated_sequences": "a segment that repeats to the end"}

EDITS = """
@@ repeated_sequences
-    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
+    place = torch.where(position < prefix + period, position, position - period)
@@ repeated_sequences
-    mask = (position >= prefix + period) & (position < LENGTH - 1)
+    mask = (position >= prefix + period) & (position < prefix + 2 * period - 1)
"""
