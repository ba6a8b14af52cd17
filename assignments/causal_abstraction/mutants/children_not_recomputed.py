"""Variables are set after everything has been computed, so that nothing follows from them."""

LOSES = {"causal"}
HINT = "What is computed from a variable that was set is as it was without the intervention. In which order are the values made?"
BREAKS = {"run_causal": "What is computed from them is computed from these values"}


def run_causal(causal, X, do=None):
    return _values(causal, X) | (do or {})
