"""Of three variables two are named, and the third is folded into the output's table."""

LOSES = {"explain"}
HINT = "Your tables are large. Is there a variable in one of them that you did not name?"
BREAKS = {
    "explain": "All tables together have at most a fifth more entries than those of the network's own algorithm"
}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _of_two(causal, sites)
"""


def _of_two(causal, sites):
    *inner, y = causal.variables
    if len(inner) < 3 or y.parents[-1] != inner[-1].name:
        return Explanation(causal, sites)
    last = inner.pop()
    folded = type(y)(y.name, (*y.parents[:-1], *last.parents), y.table[..., last.table])
    return Explanation(CausalModel((*inner, folded)), {v.name: sites[v.name] for v in inner})


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return any(m.entries > 1.2 and m.idle == m.trivial == 0 for m in shown)
