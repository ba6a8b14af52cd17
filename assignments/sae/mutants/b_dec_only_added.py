"""The decoder bias is added on the way out, but not subtracted on the way in."""

LOSES = {"forward", "gradients", "influence", "resample", "train", "concepts"}
HINT = "You add b_dec to the reconstruction; from which point do your features count on the way in?"


def forward(sae, x):
    features = (x @ sae.W_enc + sae.b_enc).relu()
    return features @ sae.W_dec + sae.b_dec, features


def SIGNATURE(calls):
    """What was trained fits its data with this forward pass only."""
    from planted import fits_only

    return fits_only(calls, forward)
