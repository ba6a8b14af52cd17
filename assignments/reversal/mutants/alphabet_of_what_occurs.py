"""The alphabet's size is the number of letters that occur in X."""

LOSES = {"train"}
HINT = (
    "Does your training stop where a letter of the alphabet does not occur in X? "
    "Which number in X says how many letters there are?"
)
BREAKS = {"train": "says how many letters the alphabet has, though some may not occur in X"}

EDITS = """
@@ train
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    model = ReversalMLP(len(X[:, :-1].unique()), X.shape[1] - 1, hidden=hidden)
"""


def SIGNATURE(calls):
    """Training stops where a letter is missing, and nowhere else."""
    complete, lacking = [], []
    for name, args, _, value in calls:
        if name == "train":
            all_occur = len(args[0][:, :-1].unique()) == int(args[0][0, -1])
            (complete if all_occur else lacking).append(value is not None)
    return bool(complete) and all(complete) and bool(lacking) and not any(lacking)
