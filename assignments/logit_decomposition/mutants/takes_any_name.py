"""A name is not looked up, so that head -1 is the last one."""

LOSES = {"ablate"}
HINT = "Does your ablation look at the name before it ablates? What does Python do with a head -1?"
BREAKS = {"ablate_component": 'any other name, as "L00H1", raise ValueError'}

EDITS = """
@@ _parsed
-    if component not in components(model):
-        raise ValueError(f"there is no component {component!r}")
"""
