"""The path starts at the first letter of the alphabet."""

LOSES = {"program", "lab"}
HINT = "Your path starts at a letter. Where does a word start?"
BREAKS = {"greedy_word": "It starts after the boundary, symbols[0]"}

EDITS = """
@@ greedy_word
-    here = int(following[0])
+    here = 1
"""
