"""The transformer is wider than is allowed."""

LOSES = {"transformer"}
HINT = "How wide is your transformer? Its docstring says how wide it may be."
BREAKS = {"train_transformer": "of any width up to 128"}

EDITS = """
@@ train_transformer
-    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1)
+    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1, width=160)
"""


def SIGNATURE(calls):
    """The width is above 128."""
    models = [value[0] for name, _, _, value in calls if name == "train_transformer" and value is not None]
    return bool(models) and all(model.tensors["embed.weight"].shape[1] > 128 for model in models)
