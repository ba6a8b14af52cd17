"""The columns of X are given to the inputs that occur in the causal model, in the order of the alphabet."""

LOSES = {"causal"}
HINT = "Your values are wrong where a causal model does not read every input. Which column of X is which input then?"
BREAKS = {"run_causal": "The columns of X are NAMES"}


def run_causal(causal, X, do=None):
    read = {parent for v in causal.variables for parent in v.parents} & set(NAMES)
    columns = torch.zeros(len(X), len(NAMES), dtype=torch.int64)
    for k, name in enumerate(sorted(read)):
        columns[:, NAMES.index(name)] = X[:, k]
    return _values(causal, columns, do)
