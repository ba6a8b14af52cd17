"""Samples on which nothing fires are left out of the density's denominator."""

LOSES = {"metrics"}
HINT = "Your densities rise when samples are left out on which nothing fires. Of how many samples are they a share?"
BREAKS = {
    "firing_density": "The share of the samples on which each of the features [N, n_latents] is above 0"
}


def firing_density(features):
    fires = features > 0
    return fires.double().sum(dim=0) / fires.any(dim=1).sum()


def dead_latents(features):
    return (features.amax(dim=0) <= 0).nonzero().flatten().tolist()
