"""One value of a variable is two, and nothing tells them apart."""

LOSES = {"explain"}
HINT = "Two values of one of your variables do the same to the output, whatever the input. Are they two?"
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
    table = u.table.clone().reshape(-1)
    first = int((table == table.mode().values).nonzero()[0, 0])
    old, new = int(table[first]), u.size
    table[first] = new
    variables = [type(u)(u.name, u.parents, table.reshape(u.table.shape))]
    for v in causal.variables[1:]:
        grown = v.table
        if u.name in v.parents:
            axis = v.parents.index(u.name)
            grown = torch.cat([grown, grown.index_select(axis, torch.tensor([old]))], dim=axis)
        variables.append(type(u)(v.name, v.parents, grown))
    return Explanation(CausalModel(tuple(variables)), sites)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.idle > 0 and m.entries <= 1.5 for m in shown)
