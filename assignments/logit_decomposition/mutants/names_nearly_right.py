"""A name is read by a pattern and by int(), which take a newline at the end, a space and a sign."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the whole name before it ablates? In Python head -1 is the last one and int('00') is 0, "
    "and what begins as a name may go on: which names are there, letter for letter?"
)
BREAKS = {"ablate_component": "one that `given.components(model)` lists"}

EDITS = """
@@ _parsed
-    if component not in components(model):
+    if component.strip().replace("+", "").replace("H ", "H") not in components(model):
"""
