"""A name is read by a pattern and by int(), which take a newline at the end, a space and a sign."""

LOSES = {"ablate"}
HINT = "You take a name with something more at its end, or in front of a number. Is it one that `components` lists?"
BREAKS = {"ablate_component": "one that `given.components(model)` lists"}

EDITS = """
@@ _parsed
-    if component not in components(model):
+    if component.strip().replace("+", "").replace("H ", "H") not in components(model):
"""
