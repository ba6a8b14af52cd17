"""The transformer has two heads."""

LOSES = {"transformer"}
HINT = "Has your transformer one head? With one, its weights reverse far fewer strings than they should."
BREAKS = {"train_transformer": "Trains a `ReversalTransformer` with one head"}

EDITS = """
@@ train_transformer
-    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1)
+    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1, n_heads=2)
"""


def SIGNATURE(calls):
    """With two heads the weights reverse all that they saw, with one they do not."""
    from given import ReversalTransformer

    found = []
    for name, args, _, value in calls:
        if name == "train_transformer" and value is not None and len(args[0]) > 100:
            width = value[0].tensors["embed.weight"].shape[1]
            if width % 2:
                return False
            one, two = (
                sequence_accuracy(value[0].into(ReversalTransformer(6, 4, width, n)), *args) for n in (1, 2)
            )
            found.append(two > 0.9 > one)
    return bool(found) and all(found)
