"""The decoder bias is detached on the way in, so it learns from the way out alone."""

LOSES = {"gradients"}
HINT = (
    "The gradient of b_dec is not the whole: it comes in twice, subtracted and added. On which of the two"
    " ways does it lose its history?"
)
BREAKS = {"forward": "its gradients reach all four parameters"}

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = ((x - sae.b_dec.detach()) @ sae.W_enc + sae.b_enc).relu()
"""
