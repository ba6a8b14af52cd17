"""Of a variable in two copies one is named."""

LOSES = {"explain"}
HINT = "One of your variables is only half where you say that it is. Is there a second copy?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    return Explanation(causal, {name: those[:1] for name, those in sites.items()})


def SIGNATURE(calls):
    """What carrying the explanations out shows: one of them does half, or fails where the others hold."""
    from carry_out import carried_out

    shown = carried_out(calls)
    failed = [m for m in shown if m.scrubbed < 0.85]
    half = any(m.fits == 1 and m.interchange > 0.1 and m.readable >= 0.95 and not m.exchanged for m in failed)
    return half and 2 * len(failed) < len(shown) and all(m.entries <= 1.2 for m in shown)
