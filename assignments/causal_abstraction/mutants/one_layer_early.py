"""Sites are named at the layer before."""

LOSES = {"explain"}
HINT = "At the layer that you name, is the variable computed yet?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    early = {
        name: tuple(Site(s.layer - 1, s.position, s.basis) for s in those) for name, those in sites.items()
    }
    return Explanation(causal, early)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.early for m in shown)
