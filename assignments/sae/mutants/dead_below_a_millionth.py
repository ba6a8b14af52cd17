"""Latents that fire on fewer than one sample in a million are called dead."""

LOSES = {"metrics"}
HINT = "A latent that fires once among more than a million samples is dead to you. On how many does a dead one fire?"
BREAKS = {"dead_latents": "above 0 on none of the samples"}


def dead_latents(features):
    return (firing_density(features) < 1e-6).nonzero().flatten().tolist()
