"""The number of heads that is asked for is ignored."""

LOSES = {"train"}
HINT = "With n_heads=4 a model with one head comes back. Where does the argument go?"
BREAKS = {"train": "Trains a model of the form of `new_model(seed, n_heads)`"}

EDITS = """
@@ train
-    model = new_model(seed, n_heads)
+    model = new_model(seed)
"""


def SIGNATURE(calls):
    """The weights of a call with n_heads=4 are of the shape of one head's."""
    wanted = {name: p.shape for name, p in new_model(0).named_parameters()}
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and "n_heads" in kwargs:
            there = value[0].tensors
            return all(there[n].shape == shape for n, shape in wanted.items() if n in there)
    return False
