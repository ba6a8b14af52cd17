"""Variables are set one after the other, in the order of `do`, each with all that follows from it computed anew."""

LOSES = {"causal"}
HINT = "Set two variables, the later one first in `do`. Does it still have its value when the earlier one has been set?"
BREAKS = {"run_causal": "have the values [N] given there, whatever their parents say"}


def run_causal(causal, X, do=None):
    order, values = [v.name for v in causal.variables], _values(causal, X)
    for name, given in (do or {}).items():
        before = order[: order.index(name)]
        values = _values(causal, X, {earlier: values[earlier] for earlier in before} | {name: given})
    return values
