"""The latents that fire are listed, not those that are dead."""

LOSES = {"metrics"}
HINT = "Your list holds the latents that fire. Which were asked for?"


def dead_latents(features):
    return (firing_density(features) > 0).nonzero().flatten().tolist()
