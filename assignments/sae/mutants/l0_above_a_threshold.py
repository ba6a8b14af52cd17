"""Features below .1 do not count in L0."""

LOSES = {"metrics"}
HINT = "Your L0 leaves out features that are small but not 0. From where on does a latent fire?"


def l0(features):
    return (features > 0.1).double().sum(dim=1).mean().item()
