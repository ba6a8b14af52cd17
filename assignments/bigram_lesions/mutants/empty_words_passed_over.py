"""Empty words are passed over: they have no letter, but one transition."""

LOSES = {"count", "loss"}
HINT = "Do you pass over empty words? From the boundary straight to the boundary is a transition too."
BREAKS = {"bigram_counts": "an empty one has 1"}

EDITS = """
@@ bigram_counts
+    words = [word for word in words if word]
     size, boundary = len(symbols), symbols[0]
"""
