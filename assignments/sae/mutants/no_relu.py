"""The features go through no ReLU."""

LOSES = {"forward", "gradients", "influence", "resample", "train", "frontier", "concepts"}
HINT = "Can a feature of yours be below 0? What lies between the encoder's sum and the features?"

EDITS = """
@@ forward
-    features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
+    features = (x - sae.b_dec) @ sae.W_enc + sae.b_enc
"""


def SIGNATURE(calls):
    """What was trained fits its data with this forward pass only; on a frontier, half of the latents fire."""
    from planted import fits_only, nothing_sparse

    return nothing_sparse(calls) if calls[0][0] == "frontier" else fits_only(calls, forward)
