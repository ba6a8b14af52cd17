"""The whole path is given as the cycle, with the letters that lead into it."""

LOSES = {"program", "lab"}
HINT = (
    "You give the whole path as its cycle. "
    "The letters before the one that it comes back to are written once and never again."
)
BREAKS = {"greedy_word": "`cycle` is the part of `word` from that letter on"}

EDITS = """
@@ greedy_word
-            return GreedyPath(word, False, word[word.index(symbols[here]) :])
+            return GreedyPath(word, False, word)
"""
