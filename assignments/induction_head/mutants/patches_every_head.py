"""All heads of the layer get the pattern."""

LOSES = {"cause"}
HINT = "You give the pattern to every head of the layer. Only one was named."
BREAKS = {"patch_pattern": "when one head attends as `pattern` [query, key] says"}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        attention[:] = pattern
"""
