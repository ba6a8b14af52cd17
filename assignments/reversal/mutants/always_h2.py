"""A neuron of h2 is replaced, whatever layer is asked for."""

LOSES = {"ablation", "explain"}
HINT = "You ablate a neuron of h2 where h1 is asked for. Where does `layer` make a difference in your code?"
BREAKS = {"ablate": '`layer` is "h1" or "h2"'}

EDITS = """
@@ ablate
-    H = activations(model, X)[layer].clone()
+    layer = "h2"
+    H = activations(model, X)[layer].clone()
"""
