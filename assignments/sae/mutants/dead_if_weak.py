"""Latents whose activations are all small are called dead."""

LOSES = {"metrics"}
HINT = "You call latents dead that fire, if weakly. From where on does a latent fire?"
BREAKS = {"dead_latents": "above 0 on none"}


def dead_latents(features):
    return (features.amax(dim=0) < 1e-3).nonzero().flatten().tolist()
