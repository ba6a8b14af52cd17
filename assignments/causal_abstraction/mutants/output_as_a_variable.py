"""The output is passed off as one more variable on the way to it."""

LOSES = {"explain"}
HINT = "One of your variables has a value for each output. Which step between does it stand for?"
BREAKS = {"explain": "No inner variable is a function of the output alone, or of one input alone"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    y = causal.output
    before, same = type(y)("z", y.parents, y.table), type(y)("y", ("z",), torch.arange(y.size))
    answer = torch.linalg.svd(model.W_U.detach())[0][:, : 1 if y.size == 2 else 2]
    extra = {"z": (Site(LAYERS, POSITIONS - 1, answer),)}
    return Explanation(CausalModel((*causal.inner, before, same)), {**sites, **extra})


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.trivial > 0 and m.entries <= 1.5 for m in shown)
