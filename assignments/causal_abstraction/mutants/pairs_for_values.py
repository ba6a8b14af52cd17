"""A variable's value is the pair of its parents' values."""

LOSES = {"explain"}
HINT = "Your first variable keeps its two parents apart. Does the network?"
BREAKS = {
    "explain": "For any two values of an inner variable there is an input for which setting the one or the other gives different outputs"
}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    u = causal.inner[0]
    variables = [type(u)(u.name, u.parents, torch.arange(u.table.numel()).reshape(u.table.shape))]
    for v in causal.variables[1:]:
        table = v.table
        if u.name in v.parents:
            table = table.index_select(v.parents.index(u.name), u.table.reshape(-1))
        variables.append(type(u)(v.name, v.parents, table))
    return Explanation(CausalModel(tuple(variables)), sites)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.idle > 0 and m.entries > 1.5 for m in shown)
