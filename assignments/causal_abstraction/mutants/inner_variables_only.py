"""The output's values are left out."""

LOSES = {"causal"}
HINT = "Your dict lacks a variable. Which one is the last of the causal model?"
BREAKS = {"run_causal": "the output's too"}


def run_causal(causal, X, do=None):
    values = _values(causal, X, do)
    return {v.name: values[v.name] for v in causal.inner}
