"""Latents whose activations are all small are called dead."""

LOSES = {"metrics"}
HINT = "You call latents dead that fire, if weakly. From where on does a latent fire?"


def dead_latents(features):
    return (features.amax(dim=0) < 0.5).nonzero().flatten().tolist()
