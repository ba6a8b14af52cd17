"""The components are picked by a pattern with one digit for the layer."""

LOSES = {"ablate"}
HINT = "Of a model with more than ten layers some effects are missing. Which names does your pattern let through?"
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    names = components(model)
+    names = [name for name in components(model) if not name[2].isdigit()]
"""
