"""A name is taken if it begins as one does, whatever follows."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the whole name before it ablates? In Python head -1 is the last one and int('00') is 0, "
    "and what begins as a name may go on: which names are there, letter for letter?"
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
