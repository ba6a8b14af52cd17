"""With steps=0 the default number of steps is taken, because 0 counts as nothing said."""

LOSES = {"train", "snapshots"}
HINT = "With steps=0 your model comes back trained. What is `steps or 700` where steps is 0?"
BREAKS = {
    "snapshots": "The first is untrained, as `train(seed, steps=0)` gives it",
    "train": "With steps=0 the model is returned untrained, as it was drawn, and losses is empty",
}

EDITS = """
@@ train
-    return model, list(_training(model, seed, steps, periods))
+    return model, list(_training(model, seed, steps or 700, periods))
"""


def SIGNATURE(calls):
    """With steps=0 a model comes back that can do it."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") == 0:
            return accuracy(value[0].into(new_model(0)), *repeated_sequences(50, 1)) > 0.9
    return False
