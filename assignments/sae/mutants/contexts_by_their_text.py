"""Contexts are kept by their text, so of equal ones only the last counts."""

LOSES = {"contexts"}
HINT = "Where two contexts have the same text, your list has one of them. How many rows do the features have?"
BREAKS = {"top_contexts": "The k contexts on which a latent is strongest"}

EDITS = """
@@ top_contexts
-    order = values.argsort(descending=True)[: min(k, int((values > 0).sum()))]
+    last = list({text: i for i, text in enumerate(contexts)}.values())
+    order = torch.tensor(sorted((i for i in last if values[i] > 0), key=lambda i: -values[i])[:k]).long()
"""
