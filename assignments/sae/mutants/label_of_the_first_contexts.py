"""Of many contexts the first 1000 alone decide the label."""

LOSES = {"contexts"}
HINT = "Where there are thousands of contexts, your F1 counts some of them. Which ones?"
BREAKS = {"label": "where TP counts the contexts with this answer on which the latent fires (above 0)"}

EDITS = """
@@ label
-    fires = features[:, latent] > 0
+    answers, fires = answers[:1000], features[:1000, latent] > 0
"""
