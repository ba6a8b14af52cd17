"""Layer and head are read as numbers, so that "L00H1" is taken for "L0H1"."""

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
-    layer, _, rest = component[1:].partition("H") if "H" in component else component[1:].partition(".")
-    return int(layer), None if rest == "mlp" else int(rest)
+    import re
+
+    found = re.fullmatch(r"L([0-9]+)(?:H([0-9]+)|[.]mlp)", component)
+    if not found or f"L{int(found[1])}H{int(found[2] or 0)}" not in components(model):
+        raise ValueError(f"there is no component {component!r}")
+    return int(found[1]), int(found[2]) if found[2] else None
"""
