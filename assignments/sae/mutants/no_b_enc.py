"""The encoder has no bias."""

LOSES = {"forward", "gradients", "influence", "resample"}
HINT = (
    "Your features do not depend on b_enc. Training hides that, since the other parameters make up for "
    "it; what does the formula add before the ReLU?"
)
BREAKS = {"forward": "As in the formula above"}

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = ((x - sae.b_dec) @ sae.W_enc).relu()
"""
