"""A path that ends gets its whole word as a cycle."""

LOSES = {"program", "lab"}
HINT = "What do your halting paths repeat for ever?"
BREAKS = {"greedy_word": '`halted` is True and `cycle` is ""'}

EDITS = """
@@ greedy_word
-    return GreedyPath(word, True, "")
+    return GreedyPath(word, True, word)
"""
