"""The label is scored by recall alone."""

LOSES = {"contexts"}
HINT = "Your score is 1 for a latent that always fires. Which of precision and recall is left out?"
BREAKS = {"label": "(word, F1)"}

EDITS = """
@@ label
-        f1 = 2 * int((fires & member).sum()) / int(fires.sum() + member.sum())
-        best = max(best, (word, f1), key=lambda claim: claim[1])
+        both = int((fires & member).sum())
+        score = both / int(member.sum())
+        best = max(best, (word, score), key=lambda claim: claim[1])
"""
