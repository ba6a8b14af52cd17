"""The output's values are left out."""

LOSES = {"causal"}
HINT = "Your dict lacks a variable. Which one is the last of the causal model?"
BREAKS = {"run_causal": "the output's too"}


def run_causal(causal, X, do=None):
    values = _values(causal, X, do)
    return {v.name: values[v.name] for v in causal.inner}


def SIGNATURE(calls):
    """The output is never there: values that lack a key are those of any dict that has it."""
    return all(value is not None and args[0].output.name not in value for _, args, _, value in calls)
