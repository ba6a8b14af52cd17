"""The given model itself is edited."""

LOSES = {"edit"}
HINT = (
    "The model that you were given is edited, and returned. "
    "What does the docstring say about it, and what is copy_of for?"
)
BREAKS = {"edit_fact": "Returns a new model, and leaves the given one's weights as they were"}

EDITS = """
@@ edit_fact
-    edited, strength = copy_of(model), 1.0
+    edited, strength = model, 1.0
"""
