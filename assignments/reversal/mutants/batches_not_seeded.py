"""The seed decides how the model is drawn; the batches are drawn anew each time."""

LOSES = {"train", "memorise"}
HINT = (
    "Do two runs of one seed begin with the same weights and end with others? "
    "Which random numbers are drawn after the model, and by which generator?"
)
BREAKS = {"train": "`seed` decides everything random: the same seed gives the same weights"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    torch.seed()
+    return model, _fit(model, X, Y, epochs, lr, batch_size)
"""


def SIGNATURE(calls):
    """Two runs of one seed end differently."""
    from planted import same_seed_pairs

    if any(name == "models_by_size" for name, *_ in calls):
        pairs = same_seed_pairs(calls, "models_by_size")
        return bool(pairs) and not any(pairs)
    pairs = same_seed_pairs(calls, "train", 2)
    ends = [
        value[0].tensors["fc1.weight"]
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 2
    ]
    alike = any(torch.equal(one, two) for i, one in enumerate(ends) for two in ends[:i])
    return bool(pairs) and not any(pairs) and not alike
