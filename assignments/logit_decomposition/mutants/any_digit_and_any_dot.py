"""A name is read by a pattern whose dot is any character and whose digits are those of any script."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the whole name before it ablates? In Python head -1 is the last one and int('00') is 0, "
    "and what begins as a name may go on: which names are there, letter for letter?"
)
BREAKS = {"ablate_component": "one that `given.components(model)` lists"}

EDITS = """
@@ _parsed
-    if component not in components(model):
+    component = component.replace("xmlp", ".mlp").replace("\\u0661", "1")
+    if component not in components(model):
"""
