"""L0 is the mean over the samples on which something fires."""

LOSES = {"metrics"}
HINT = "Your L0 rises when samples are left out on which nothing fires. Over which samples is the mean?"
BREAKS = {"l0": "on a sample, on average"}


def l0(features):
    fires = (features > 0).sum(dim=1)
    return fires[fires > 0].double().mean().item()
