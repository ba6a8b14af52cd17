"""The k contexts come with the weakest of them first, as argsort leaves them."""

LOSES = {"neurons"}
HINT = "Your contexts are the right ones in the wrong order. Which end does a sort put the largest at?"
BREAKS = {"max_activating_contexts": "the largest first"}

EDITS = """
@@ max_activating_contexts
-    return best.indices.tolist(), best.values
+    return best.indices.tolist()[::-1], best.values.flip(0)
"""
