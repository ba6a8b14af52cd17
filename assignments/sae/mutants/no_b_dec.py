"""The decoder bias is left out, on the way in and on the way out."""

LOSES = {"forward", "frontier", "gradients", "influence", "resample", "train"}
HINT = (
    "Where does b_dec come into your forward pass? Where does the data's mean go, if features are counted"
    " from 0?"
)


def forward(sae, x):
    features = (x @ sae.W_enc + sae.b_enc).relu()
    return features @ sae.W_dec, features


def SIGNATURE(calls):
    """What was trained fits its data with this forward pass only."""
    from planted import fits_only

    return fits_only(calls, forward)
