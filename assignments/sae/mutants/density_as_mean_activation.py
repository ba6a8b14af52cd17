"""The density is the mean activation of each latent."""

LOSES = {"metrics"}
HINT = "Your density changes when features grow. On how many of the samples does a latent fire?"


def firing_density(features):
    return features.double().mean(dim=0)
