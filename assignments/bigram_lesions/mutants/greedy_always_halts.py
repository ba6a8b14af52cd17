"""A path that goes round is said to have halted."""

LOSES = {"program", "lab"}
HINT = "Do all your paths come to an end? Some go round for ever."
BREAKS = {"greedy_word": "`halted` is False"}

EDITS = """
@@ greedy_word
-            return GreedyPath(word, False, word[word.index(symbols[here]) :])
+            return GreedyPath(word, True, word[word.index(symbols[here]) :])
"""
