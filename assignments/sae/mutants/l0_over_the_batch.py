"""L0 counts the latents that fire on any of the samples."""

LOSES = {"metrics"}
HINT = "Your L0 grows with the number of samples. Does it count for one sample at a time?"
BREAKS = {"l0": "on a sample, on average"}


def l0(features):
    return (features > 0).any(dim=0).double().sum().item()
