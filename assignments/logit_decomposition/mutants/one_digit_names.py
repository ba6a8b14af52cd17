"""A component's layer and head are read off single characters of its name."""

LOSES = {"ablate"}
HINT = "You read one character for the layer and one for the head. How do you read the name of head 10?"
BREAKS = {"ablate_component": 'component is "L{l}H{h}" or "L{l}.mlp", as in `decompose_logit`'}

EDITS = """
@@ _parsed
-    layer, _, rest = component[1:].partition("H") if "H" in component else component[1:].partition(".")
-    return int(layer), None if rest == "mlp" else int(rest)
+    return int(component[1]), None if "mlp" in component else int(component[component.index("H") + 1])
"""
