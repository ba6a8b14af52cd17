"""L0 adds up the activations of the features that fire, where they should be counted."""

LOSES = {"metrics"}
HINT = "Your L0 changes when features grow. Does a feature of 2 count twice?"


def l0(features):
    return features.double().sum(dim=1).mean().item()
