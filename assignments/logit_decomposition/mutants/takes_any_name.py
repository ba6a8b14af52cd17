"""A name is not looked up, so that head -1 is the last one."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the whole name before it ablates? In Python head -1 is the last one and int('00') is 0, "
    "and what begins as a name may go on: which names are there, letter for letter?"
)
BREAKS = {"ablate_component": 'any other name, as "L00H1" or "L0-mlp", raise ValueError'}

EDITS = """
@@ _parsed
-    if component not in components(model):
-        raise ValueError(f"there is no component {component!r}")
"""
