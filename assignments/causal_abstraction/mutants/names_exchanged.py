"""The variables' sites are exchanged."""

LOSES = {"explain"}
HINT = "Interchanged together your variables may be right, each alone is not. Does each have its own site?"
BREAKS = {"explain": "Interchanging two variables at once, each from a source of its own"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    names = list(sites)
    return Explanation(
        causal, {name: sites[other] for name, other in zip(names, names[1:] + names[:1], strict=True)}
    )


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and any(m.exchanged for m in shown)
