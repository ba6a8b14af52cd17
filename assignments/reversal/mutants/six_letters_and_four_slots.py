"""Networks are made for six letters and four slots, whatever X holds."""

LOSES = {"train", "transformer"}
HINT = (
    "Is your training made for six letters in four slots? "
    "Look for numbers in your code that should be read off X."
)
BREAKS = {
    "train": "its other columns are the length",
    "train_transformer": "The letters, the length, the seed and the accuracy that is asked are as for `train`",
}

EDITS = """
@@ train
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    model = ReversalMLP(6, 4, hidden=hidden)
@@ train_transformer
-    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1)
+    model = ReversalTransformer(6, 4)
"""


def SIGNATURE(calls):
    """Training stops, or gives a model of another size, where there are other letters or slots, and nowhere else."""
    usual, others = [], []
    for name, args, _, value in calls:
        if name in ("train", "train_transformer"):
            same = (int(args[0][0, -1]), args[0].shape[1]) == (6, 5)
            (usual if same else others).append(
                value is not None and len(value[0].tensors["embed.weight"]) == 7
            )
    stopped = all(
        value is None or len(value[0].tensors["embed.weight"]) == 7
        for name, args, _, value in calls
        if name in ("train", "train_transformer")
    )
    return bool(usual) and all(usual) and bool(others) and stopped
