"""A latent that never fires gets the first answer as its label."""

LOSES = {"contexts"}
HINT = "You name an answer for a latent that never fires. What does it stand for?"
BREAKS = {"label": 'A latent that never fires has the label "" and F1 0'}

EDITS = """
@@ label
-    best = ("", 0.0)
+    best = (answers[0], 0.0)
"""
