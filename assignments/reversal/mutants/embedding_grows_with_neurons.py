"""The embedding is twice as wide as the hidden layers, which is too wide where these are."""

LOSES = {"train"}
HINT = "How wide is your embedding where 128 neurons are asked for? The docstring of train says how wide it may be."
BREAKS = {"train": "an embedding of any width up to 128"}

EDITS = """
@@ train
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, width=2 * hidden, hidden=hidden)
"""


def SIGNATURE(calls):
    """The embedding is twice as wide as the hidden layers, whatever these are."""
    models = [value[0] for name, _, _, value in calls if name == "train" and value is not None]
    shapes = [(model.tensors["embed.weight"].shape[1], len(model.tensors["fc1.weight"])) for model in models]
    return bool(shapes) and all(width == 2 * hidden for width, hidden in shapes)
