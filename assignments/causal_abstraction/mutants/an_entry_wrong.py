"""One entry of the output's table is wrong, the one that occurs least."""

LOSES = {"explain"}
HINT = "On some inputs your causal model gives another output than the network. How many did you try?"
BREAKS = {"explain": "The causal model gives the network's answer on every input"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    values = _values(causal, all_inputs()) | dict(zip(NAMES, all_inputs().T, strict=True))
    y = causal.output
    counts = torch.zeros(y.table.shape)
    counts.index_put_(tuple(values[p] for p in y.parents), torch.ones(625), accumulate=True)
    counts[counts == 0] = 625
    table = y.table.clone().reshape(-1)
    table[counts.argmin()] = (table[counts.argmin()] + 1) % y.size
    wrong = type(y)(y.name, y.parents, table.reshape(y.table.shape))
    return Explanation(CausalModel((*causal.inner, wrong)), sites)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(0.7 < m.fits < 1 for m in shown)
