"""The contexts are ranked by the activation's size, whatever its sign."""

LOSES = {"neurons"}
HINT = "You put a context with a negative activation before one with a smaller positive one. Which of the two is larger?"
BREAKS = {"max_activating_contexts": "a neuron (a hidden unit of an MLP) has its largest activations"}

EDITS = """
@@ max_activating_contexts
-    best = found.topk(k)
-    return best.indices.tolist(), best.values
+    best = found.abs().topk(k).indices
+    return best.tolist(), found[best]
"""
