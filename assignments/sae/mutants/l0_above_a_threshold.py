"""Features below 1e-6 do not count in L0."""

LOSES = {"metrics"}
HINT = "Your L0 leaves out features that are small but not 0. From where on does a latent fire?"
BREAKS = {"l0": "are above 0"}


def l0(features):
    return (features > 1e-6).double().sum(dim=1).mean().item()
