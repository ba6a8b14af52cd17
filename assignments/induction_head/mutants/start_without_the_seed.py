"""Every training starts from the weights of seed 0; what it is trained on follows the seed."""

LOSES = {"train"}
HINT = "Your trainings differ from seed to seed, and before the first step they do not. What is drawn there?"
BREAKS = {"train": "`seed` decides everything random"}

EDITS = """
@@ train
-    model = new_model(seed, n_heads)
+    model = new_model(0, n_heads)
@@ snapshots
-    model = new_model(seed)
+    model = new_model(0)
"""


def SIGNATURE(calls):
    """Untrained models of two seeds are one, and trained ones are not."""
    found = {0: {}, 10: {}}
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") in found and len(kwargs) == 2:
            found[kwargs["steps"]].setdefault(kwargs["seed"], value[0].tensors)

    def alike(models):
        one, two = list(models.values())[:2]
        return all(torch.equal(one[key], two[key]) for key in one)

    return all(len(models) > 1 for models in found.values()) and alike(found[0]) and not alike(found[10])
