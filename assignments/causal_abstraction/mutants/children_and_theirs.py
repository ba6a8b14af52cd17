"""What is set reaches its children and their children, and nothing beyond."""

LOSES = {"causal"}
HINT = "Set the first of five variables that follow from each other. How far does it reach with you?"
BREAKS = {"run_causal": "What is computed from them is computed from these values"}


def run_causal(causal, X, do=None):
    do, clean = do or {}, _values(causal, X)
    reached = set(do)
    for _ in range(2):
        reached |= {v.name for v in causal.variables if reached & set(v.parents)}
    return _values(causal, X, do | {name: values for name, values in clean.items() if name not in reached})
