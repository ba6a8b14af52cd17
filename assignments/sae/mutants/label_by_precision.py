"""The label is scored by precision alone."""

LOSES = {"contexts"}
HINT = (
    "Your score does not fall when contexts with the answer are missed. Which of precision and recall is "
    "left out?"
)

EDITS = """
@@ label
-        f1 = 2 * int((fires & member).sum()) / int(fires.sum() + member.sum())
-        best = max(best, (word, f1), key=lambda claim: claim[1])
+        both = int((fires & member).sum())
+        score = both / max(1, int(fires.sum()))
+        best = max(best, (word, score), key=lambda claim: claim[1])
"""
