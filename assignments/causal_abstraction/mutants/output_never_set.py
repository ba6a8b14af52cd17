"""The output is computed, though it is named in `do`."""

LOSES = {"causal"}
HINT = "Setting the output has no effect in your causal model. Is it no variable?"
BREAKS = {"run_causal": "the output too if it is named"}


def run_causal(causal, X, do=None):
    return _values(causal, X, {name: x for name, x in (do or {}).items() if name != causal.output.name})
