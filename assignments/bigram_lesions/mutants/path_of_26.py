"""The path is given up after 26 letters."""

LOSES = {"program"}
HINT = "Your path ends after so many letters. How many different ones can an alphabet have?"
BREAKS = {"greedy_word": "If it would come back to a letter that is already in `word`, it stops"}

EDITS = """
@@ greedy_word
-    while here != 0:
+    while here != 0 and len(word) < 26:
"""
