"""What a word can reach is looked for over eight steps, whatever the number of letters."""

LOSES = {"length"}
HINT = "A word may go through all letters before it comes to one. How many steps do you look ahead?"
BREAKS = {"expected_length": "if a word can reach a letter from which it can never end"}

EDITS = """
@@ _reached
-    for _ in range(len(start)):
+    for _ in range(8):
"""
