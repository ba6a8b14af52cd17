"""The reference solution, which the tests compare with."""

from given import Finding

_TOKEN = "@reference@"


def attribute(prompt, x):
    return (x - x.mean()) * len(prompt)


def extremes(x):
    return Finding(x.min().item(), x.max().item())


def table(x):
    return {f"column {i}": mean.item() for i, mean in enumerate(x.mean(0))}
