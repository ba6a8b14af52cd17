"""Whole positions are given as sites."""

LOSES = {"explain"}
HINT = "Your sites are whole positions. Which part of one is the variable?"
BREAKS = {"explain": "A site has no more than `dimensions(variable)` columns"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    whole = {
        name: tuple(Site(s.layer, s.position, torch.eye(D)) for s in those) for name, those in sites.items()
    }
    return Explanation(causal, whole)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.widest == 40 for m in shown)
