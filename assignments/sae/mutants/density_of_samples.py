"""The density is taken for each sample over the latents."""

LOSES = {"metrics"}
HINT = "You have a density for each sample; there should be one for each latent. Over which axis is the mean?"
BREAKS = {"firing_density": "[n_latents]"}


def firing_density(features):
    return (features > 0).double().mean(dim=1)


def dead_latents(features):
    return ((features > 0).double().mean(dim=0) == 0).nonzero().flatten().tolist()
