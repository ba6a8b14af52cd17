"""Contexts with equal tokens are counted once."""

LOSES = {"neurons"}
HINT = "Where a context came several times, you named it once. What does the docstring say of equal ones?"
BREAKS = {"max_activating_contexts": "Contexts with equal tokens count each"}

EDITS = """
@@ max_activating_contexts
-    best = found.topk(k)
-    return best.indices.tolist(), best.values
+    places = list({tuple(tokens[0].tolist()): i for i, tokens in enumerate(contexts)}.values())
+    best = found[places].topk(min(k, len(places)))
+    return [places[i] for i in best.indices.tolist()], best.values
"""
