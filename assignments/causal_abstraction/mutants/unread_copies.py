"""The sites are where a probe reads the variables."""

LOSES = {"explain"}
HINT = "Each of your sites tells its variable's value, and interchanging it changes nothing. What does the network read?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    streams, values = model.streams(all_inputs()), _values(causal, all_inputs())
    read = {
        v.name: tuple(
            Site(
                s.layer,
                s.position,
                probe_subspace(streams[s.layer, :, s.position], values[v.name], dimensions(v)),
            )
            for s in sites[v.name]
        )
        for v in causal.inner
    }
    return Explanation(causal, read)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.interchange < 0.1 and m.readable >= 0.95 and m.excess == 0 for m in shown)
