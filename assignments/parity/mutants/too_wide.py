"""More neurons than the 64 that are allowed."""

LOSES = {"train", "four_bits", "snapshots"}
HINT = "Your model has more than 64 hidden neurons. How few do the job, and how many are allowed?"
BREAKS = {
    "train": "a `TinyMLP` with tanh and `hidden` neurons, at most 64",
    "train_four_bits": "with at most 64 neurons",
}

EDITS = """
@@ train
-    model = TinyMLP(X.shape[1], hidden)
+    model = TinyMLP(X.shape[1], 65)
"""


def SIGNATURE(calls):
    """More than 64 neurons came back."""
    models = [
        model
        for name, _, _, value in calls
        if value is not None
        for model in (value if name == "snapshots" else [value[0]])
    ]
    return any(model.tensors["fc1.weight"].shape[0] > 64 for model in models)
