"""Only answers that three contexts or more share can be a label."""

LOSES = {"contexts"}
HINT = "You never name an answer that occurs once. Which words were to be compared?"
BREAKS = {"label": "For each word, F1 is"}

EDITS = """
@@ label
-    for word in dict.fromkeys(answers):
+    for word in [word for word in dict.fromkeys(answers) if answers.count(word) >= 3]:
"""
