"""The decoder's transpose serves as the encoder."""

LOSES = {"forward", "gradients", "influence", "resample", "train", "concepts"}
HINT = (
    "You read features with the decoder's rows, so W_enc is never used. The two start out alike; do they "
    "have to stay so?"
)


def forward(sae, x):
    features = ((x - sae.b_dec) @ sae.W_dec.T + sae.b_enc).relu()
    return features @ sae.W_dec + sae.b_dec, features


def SIGNATURE(calls):
    """What was trained fits its data with this forward pass only."""
    from planted import fits_only

    return fits_only(calls, forward)
