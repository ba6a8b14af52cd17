"""The letter that the path comes back to is written a second time."""

LOSES = {"program", "lab"}
HINT = "Your path writes the letter that it comes back to a second time. It should stop just before."
BREAKS = {"greedy_word": "it stops before writing it again"}

EDITS = """
@@ greedy_word
-        if symbols[here] in word:
-            return GreedyPath(word, False, word[word.index(symbols[here]) :])
         word += symbols[here]
+        if symbols[here] in word[:-1]:
+            return GreedyPath(word, False, word[word.index(symbols[here]) : -1])
"""
