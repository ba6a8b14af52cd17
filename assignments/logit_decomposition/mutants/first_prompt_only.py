"""Only the first prompt's activations are returned, without the batch axis."""

LOSES = {"look"}
HINT = (
    "Your activations are those of the first prompt alone. "
    "What is the first axis of what the cache holds, and who said that it has length 1?"
)
BREAKS = {"named_activations": "each in the shape in which the cache has it"}

EDITS = """
@@ named_activations
-    return {name: cache[name] for name in names}
+    return {name: cache[name][0] for name in names}
"""
