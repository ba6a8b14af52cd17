"""The last inner variable is computed within the output's table."""

LOSES = {"explain"}
HINT = "Your tables are large. Is there a variable in one of them that you did not name?"
BREAKS = {
    "explain": "All tables together have at most a fifth more entries than those of the network's own algorithm"
}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    y, last = causal.output, causal.inner[-1]
    others = [p for p in y.parents if p != last.name]
    parents = list(dict.fromkeys([*others, *last.parents]))
    sizes = dict.fromkeys(NAMES, 5) | {v.name: v.size for v in causal.inner}
    grid = torch.meshgrid(*(torch.arange(sizes[p]) for p in parents), indexing="ij")
    at = dict(zip(parents, grid, strict=True))
    at[last.name] = last.table[tuple(at[p] for p in last.parents)]
    merged = type(y)("y", tuple(parents), y.table[tuple(at[p] for p in y.parents)])
    if len(causal.inner) == 1:
        return Explanation(causal, sites)
    rest = {name: those for name, those in sites.items() if name != last.name}
    return Explanation(CausalModel((*causal.inner[:-1], merged)), rest)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and any(m.entries > 1.2 and m.idle == m.trivial == 0 for m in shown)
