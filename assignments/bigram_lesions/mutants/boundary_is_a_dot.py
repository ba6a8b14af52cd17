"""The boundary is taken to be the dot, wherever it stands in the alphabet."""

LOSES = {"program", "lab"}
HINT = "Where does your path start and end in an alphabet in which the dot is a letter?"
BREAKS = {"greedy_word": "It starts after the boundary, symbols[0]"}

EDITS = """
@@ greedy_word
-    here = int(following[0])
+    end = max(0, symbols.find("."))
+    here = int(following[end])
@@ greedy_word
-    while here != 0:
+    while here != end:
"""
