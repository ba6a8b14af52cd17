"""The output is computed from what was set, inner variables are not."""

LOSES = {"causal"}
HINT = (
    "In a chain, setting u should change v. Which of your variables are computed from values that were set?"
)
BREAKS = {"run_causal": "What is computed from them is computed from these values"}


def run_causal(causal, X, do=None):
    inner = {v.name: values for v, values in zip(causal.inner, _values(causal, X).values(), strict=False)}
    return _values(causal, X, inner | (do or {}))
