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
    """Some sites have a column more than they need, and not all."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return any(m.excess > 0 for m in shown) and not all(m.excess > 0 for m in shown)
