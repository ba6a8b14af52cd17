"""Features above 50 are cut off."""

LOSES = {"forward", "influence"}
HINT = "A large feature of yours is smaller than it should be. Does a ReLU have an upper end?"
BREAKS = {"forward": "As in the formula above"}

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).clamp(0, 50)
"""
