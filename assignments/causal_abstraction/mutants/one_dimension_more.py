"""Each subspace has a dimension that the variable does not need."""

LOSES = {"align"}
HINT = "How many columns do your bases have, and how many does the variable need?"
BREAKS = {"learn_alignment": "A site's basis has `dimensions(variable)` columns"}


def learn_alignment(model, causal, place):
    generator = torch.Generator().manual_seed(0)
    return {
        name: tuple(
            Site(s.layer, s.position, torch.cat([s.basis, torch.randn(D, 1, generator=generator)], dim=1))
            for s in sites
        )
        for name, sites in _aligned(model, causal, place).items()
    }


def SIGNATURE(calls):
    """Every site has one column more than it needs."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.excess > 0 for m in shown)
