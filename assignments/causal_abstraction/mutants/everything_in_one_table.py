"""The network's answer on each input, in one table, and the answer's place."""

LOSES = {"explain"}
HINT = "A table of all inputs says what the network does, and nothing of how. What are the steps between?"
BREAKS = {"explain": "No inner variable is a function of the output alone, or of one input alone"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    y = causal.output
    table = _values(causal, all_inputs())[y.name].reshape(5, 5, 5, 5)
    whole, same = type(y)("z", NAMES, table), type(y)("y", ("z",), torch.arange(y.size))
    answer = torch.linalg.svd(model.W_U.detach())[0][:, : 1 if y.size == 2 else 2]
    return Explanation(CausalModel((whole, same)), {"z": (Site(LAYERS, POSITIONS - 1, answer),)})


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.trivial > 0 and m.entries > 5 for m in shown)
