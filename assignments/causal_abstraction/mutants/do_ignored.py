"""What is set by an intervention is computed all the same."""

LOSES = {"causal"}
HINT = (
    "With `do` and without it your values are the same. What has to happen to a variable that is named there?"
)
BREAKS = {"run_causal": "The variables in `do` have the values [N] given there, whatever their parents say"}


def run_causal(causal, X, do=None):
    return _values(causal, X)
