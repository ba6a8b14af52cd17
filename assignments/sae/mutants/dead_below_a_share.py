"""Latents that fire on fewer than one sample in ten thousand are called dead."""

LOSES = {"metrics"}
HINT = "A latent that fires once among very many samples is dead to you. On how many samples does a dead one fire?"
BREAKS = {"dead_latents": "above 0 on none of the samples"}


def dead_latents(features):
    return (firing_density(features) < 1e-4).nonzero().flatten().tolist()
