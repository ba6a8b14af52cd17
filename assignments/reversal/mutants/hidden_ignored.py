"""The number of hidden neurons is 32, whatever is asked for."""

LOSES = {"train"}
HINT = "How many hidden neurons has your network where another number is asked for? Does `hidden` reach the model?"
BREAKS = {"train": "The model has `hidden` neurons in each hidden layer"}

EDITS = """
@@ train
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1)
"""


def SIGNATURE(calls):
    """There are 32 hidden neurons where another number was asked for."""
    return any(
        name == "train"
        and value is not None
        and kwargs.get("hidden", 32) != 32
        and len(value[0].tensors["fc1.bias"]) == 32
        for name, _, kwargs, value in calls
    )
