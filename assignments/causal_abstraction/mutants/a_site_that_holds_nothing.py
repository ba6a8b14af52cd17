"""Each variable has one site more, where nothing is and nothing is read."""

LOSES = {"explain"}
HINT = "One of your sites says nothing about its variable. How did it get among them?"
BREAKS = {
    "explain": "Each site alone tells the variable's value on 95 % of the inputs, by the nearest class mean"
}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    extra = {v.name: Site(LAYERS, k, torch.eye(D)[:, : dimensions(v)]) for k, v in enumerate(causal.inner)}
    return Explanation(causal, {name: (*those, extra[name]) for name, those in sites.items()})


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(
        m.interchange >= 0.95 and m.scrubbed >= 0.9 and m.readable < 0.95 and m.excess == 0 and m.idle == 0
        for m in shown
    )
