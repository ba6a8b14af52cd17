"""The losses are returned in the order from last to first."""

LOSES = {"train"}
HINT = "Your losses rise from nearly 0 to ln 32. In which order are they?"
BREAKS = {"train": "from first to last"}

EDITS = """
@@ train
-    return model, list(_training(model, seed, steps, periods))
+    return model, list(_training(model, seed, steps, periods))[::-1]
"""


def SIGNATURE(calls):
    """The losses rise, and the model can do it."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and not kwargs.keys() & {"steps", "periods"}:
            losses, model = value[1], value[0].into(new_model(0))
            if len(losses) < 20 or accuracy(model, *repeated_sequences(50, 1)) < 0.9:
                return False
            first, last = losses[0], sum(losses[-20:]) / 20
            return first < 1 and last > 3
    return False
