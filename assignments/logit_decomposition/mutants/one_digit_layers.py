"""The layer of an MLP is read off one character of its name."""

LOSES = {"ablate"}
HINT = "You read one character for the layer of an MLP. How do you read the name of layer 10's?"
BREAKS = {"ablate_component": 'component is "L{l}H{h}" or "L{l}.mlp", as in `decompose_logit`'}

EDITS = """
@@ _parsed
-    return int(layer), None if rest == "mlp" else int(rest)
+    return (int(component[1]), None) if rest == "mlp" else (int(layer), int(rest))
"""
