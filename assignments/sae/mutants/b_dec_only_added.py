"""The decoder bias is added on the way out, but not subtracted on the way in."""

LOSES = {"forward", "gradients", "influence", "resample", "train", "concepts", "frontier"}
HINT = (
    "From which point do your features count on the way in? Where does b_dec come into the forward pass, "
    "and how often?"
)

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = (x @ sae.W_enc + sae.b_enc).relu()
"""


def SIGNATURE(calls):
    """What was trained fits its data with this forward pass only."""
    from planted import fits_only

    return fits_only(calls, forward)
