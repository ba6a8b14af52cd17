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
    """The weights of a call with n_heads=4 fit into a model with one head."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and "n_heads" in kwargs:
            try:
                return bool(value[0].into(new_model(0)))
            except Exception:  # they have another shape
                return False
    return False
