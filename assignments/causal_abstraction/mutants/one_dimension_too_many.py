"""Each site has a dimension that no variable of so many values has."""

LOSES = {"explain"}
HINT = "How many columns do your sites have, and how many do the variables need?"
BREAKS = {"explain": "A site has no more than `dimensions(variable)` columns"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    generator = torch.Generator().manual_seed(0)
    wide = {
        name: tuple(
            Site(s.layer, s.position, torch.cat([s.basis, torch.randn(D, 1, generator=generator)], dim=1))
            for s in those
        )
        for name, those in sites.items()
    }
    return Explanation(causal, wide)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.excess > 0 and m.widest < 10 for m in shown)
