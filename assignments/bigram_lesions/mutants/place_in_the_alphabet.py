"""A letter's row is its place from a to z, and not its place in `symbols`."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "Your rows are in the order of a to z. In which order are those of a model with another alphabet?"
BREAKS = {"bigram_counts": "Entry [i, j] counts symbols[j] right after symbols[i]"}

EDITS = """
@@ bigram_counts
+    symbols = symbols[0] + ''.join(sorted(symbols[1:]))
     size, boundary = len(symbols), symbols[0]
"""
