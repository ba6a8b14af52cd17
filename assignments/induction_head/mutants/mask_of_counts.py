"""The mask says how often a token has been there before, instead of whether."""

LOSES = {"data"}
HINT = (
    "Your mask holds numbers larger than 1: how often a token has been there before. It should say whether."
)
BREAKS = {"repeated_sequences": "the mask is true or false"}

EDITS = """
@@ repeated_sequences
-    mask = (position >= prefix + period) & (position < LENGTH - 1)
+    mask = (position - prefix).div(period, rounding_mode="floor").clamp(min=0) * (position < LENGTH - 1)
@@ _training
-        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask))
+        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask.bool()))
"""
