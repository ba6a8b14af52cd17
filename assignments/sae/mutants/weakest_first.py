"""The contexts come in ascending order of the activation."""

LOSES = {"contexts"}
HINT = "Your contexts are the right ones, in the reverse order. Which comes first?"
BREAKS = {"top_contexts": "the strongest first"}

EDITS = """
@@ top_contexts
-    order = values.argsort(descending=True)[: min(k, int((values > 0).sum()))]
+    order = values.argsort(descending=True)[: min(k, int((values > 0).sum()))].flip(0)
"""
