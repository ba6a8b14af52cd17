"""The decoder bias is detached on the way in, so it learns from the way out alone."""

LOSES = {"forward", "gradients"}
HINT = (
    "The gradient of b_dec is not the whole: it comes in twice, subtracted and added. On which of the two"
    " ways does it lose its history?"
)
BREAKS = {"forward": "Written in torch, the gradients of both by all four parameters are the formula's"}

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = ((x - sae.b_dec.detach()) @ sae.W_enc + sae.b_enc).relu()
"""
