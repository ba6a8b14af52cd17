"""The components are picked by a pattern with one digit for the head."""

LOSES = {"ablate"}
HINT = (
    "Of a layer with more than ten heads some effects are missing. Which names does your pattern let through?"
)
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    names = components(model)
+    names = [name for name in components(model) if name.endswith("mlp") or name[-2] == "H"]
"""
