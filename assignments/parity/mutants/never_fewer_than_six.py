"""A network never has fewer than six hidden neurons, whatever `hidden` says."""

LOSES = {"train"}
HINT = "With hidden=2 your network has more than two neurons. Is `hidden` used as it is given?"
BREAKS = {"train": "a `TinyMLP` with tanh and `hidden` neurons"}

EDITS = """
@@ train
-    model = TinyMLP(X.shape[1], hidden)
+    model = TinyMLP(X.shape[1], max(hidden, 6))
"""


def SIGNATURE(calls):
    """What has to have two neurons has another number of them."""
    asked = [value for name, _, kwargs, value in calls if name == "train" and kwargs.get("hidden") == 2]
    return any(value is not None and len(value[0].tensors["fc1.weight"]) != 2 for value in asked)
