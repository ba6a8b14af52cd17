"""All subspaces are as wide as the variable with the most values needs, the output with the others."""

LOSES = {"align"}
HINT = "How many columns does the basis of a variable of two values have with you, where another variable has five?"
BREAKS = {"learn_alignment": "A site's basis has `dimensions(variable)` columns"}


def learn_alignment(model, causal, place):
    width, generator = max(map(dimensions, causal.variables)), torch.Generator().manual_seed(0)

    def widened(basis):
        return torch.cat([basis, torch.randn(D, width - basis.shape[1], generator=generator)], dim=1)

    return {
        name: tuple(Site(s.layer, s.position, widened(s.basis)) for s in sites)
        for name, sites in _aligned(model, causal, place).items()
    }


def SIGNATURE(calls):
    """Every site has as many columns as the variable with the most values needs, which some do not need."""
    found = []
    for name, args, _, value in calls:
        if name == "learn_alignment" and value is not None:
            own = {v.name: dimensions(v) for v in args[1].variables}
            widths = [(s.basis.shape[1], own[n]) for n in value if n in own for s in value[n]]
            found += [(got == max(own.values()), got > needed) for got, needed in widths]
    return all(widest for widest, _ in found) and any(more for _, more in found)
