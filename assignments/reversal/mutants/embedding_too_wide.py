"""The embedding is wider than is allowed."""

LOSES = {"train", "memorise"}
HINT = "How wide is your embedding? The docstring of train says how wide it may be."
BREAKS = {"train": "an embedding of any width up to 128"}

EDITS = """
@@ train
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, width=160, hidden=hidden)
"""


def SIGNATURE(calls):
    """The embedding has more than 128 columns."""
    models = [value[0] for name, _, _, value in calls if name == "train" and value is not None]
    models += [
        model
        for name, _, _, value in calls
        if name == "models_by_size" and value is not None
        for model, _ in value
    ]
    return bool(models) and all(model.tensors["embed.weight"].shape[1] > 128 for model in models)
