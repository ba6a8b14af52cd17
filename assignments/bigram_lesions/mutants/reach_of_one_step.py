"""Letters count as reached only if a word can begin with them."""

LOSES = {"length"}
HINT = "Do you look further than one step for what a word can reach? A word may begin with one letter and come to another much later."
BREAKS = {"expected_length": "if a word can reach a letter"}

EDITS = """
@@ _reached
-    for _ in range(len(start)):
+    for _ in range(1):
"""
