"""The places are right, the subspaces drawn."""

LOSES = {"explain"}
HINT = "Would other subspaces of the same places do as well as yours?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    generator = torch.Generator().manual_seed(0)
    drawn = {
        name: tuple(Site(s.layer, s.position, torch.randn(s.basis.shape, generator=generator)) for s in those)
        for name, those in sites.items()
    }
    return Explanation(causal, drawn)


def SIGNATURE(calls):
    """What carrying the explanations out shows. A variable that is nearly always the same is read anywhere."""
    from carry_out import carried_out

    shown = carried_out(calls)
    unread = sum(m.readable < 0.9 for m in shown) * 2 > len(shown)
    return unread and all(
        m.interchange < 0.5 and not (m.exchanged or m.early) and m.excess == 0 for m in shown
    )
