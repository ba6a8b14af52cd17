"""The decoder bias is detached on the way in, and `gradients` does without `forward`."""

LOSES = {"forward"}
HINT = (
    "Whoever trains through your forward gives b_dec another gradient than your `gradients` does: where b_dec is "
    "subtracted, what has become of its history?"
)
BREAKS = {"forward": "Written in torch, the gradients of both by all four parameters are the formula's"}

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = ((x - sae.b_dec.detach()) @ sae.W_enc + sae.b_enc).relu()
@@ gradients
-    total, _, _ = loss(x, *forward(sae, x), l1)
+    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    total, _, _ = loss(x, features @ sae.W_dec + sae.b_dec, features, l1)
"""
