"""The boundary that ends the path is written as its last letter."""

LOSES = {"program", "lab"}
HINT = "Where your path halts, its word ends with the boundary written out. The boundary is no letter."
BREAKS = {"greedy_word": "If it comes to the boundary again, `word` is what it wrote"}

EDITS = """
@@ greedy_word
-    return GreedyPath(word, True, "")
+    return GreedyPath(word + symbols[0], True, "")
"""
