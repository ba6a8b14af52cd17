"""Words are made small before they are counted, so a capital counts as its small letter."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "How many symbols are a and A in an alphabet that has both?"
BREAKS = {"bigram_counts": "where a and A are two letters"}

EDITS = """
@@ bigram_counts
-    text = boundary + boundary.join(words) + boundary  # the end of one word is the start of the next
+    text = boundary + boundary.join(words).lower() + boundary
"""
