"""Of a variable in two copies one is named."""

LOSES = {"explain"}
HINT = "Interchanging one of your variables does half of what it should. Is there a second copy?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    return Explanation(causal, {name: those[:1] for name, those in sites.items()})


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and any(
        m.fits == 1 and 0.1 < m.interchange < 0.7 and m.readable >= 0.95 and not m.exchanged for m in shown
    )
