"""A name is taken if it begins as one does, whatever follows."""

LOSES = {"ablate"}
HINT = (
    "Some names that you ablate only begin as a component's does. Is all of the name looked at, to its end?"
)
BREAKS = {"ablate_component": "one that `given.components(model)` lists"}

EDITS = """
@@ _parsed
-    if component not in components(model):
+    found = next((name for name in reversed(components(model)) if component.startswith(name)), None)
+    if found is None:
         raise ValueError(f"there is no component {component!r}")
+    component = found
"""
