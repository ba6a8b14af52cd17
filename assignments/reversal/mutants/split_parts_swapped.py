"""The first part is what is left over, and the second has n_train rows."""

LOSES = {"data", "memorise"}
HINT = "Which of your two parts has n_train rows? The docstring of split has the part for training first."
BREAKS = {"split": "into (train [n_train], test [n - n_train])"}

EDITS = """
@@ split
-    return order[:n_train], order[n_train:]
+    return order[n_train:], order[:n_train]
"""


def SIGNATURE(calls):
    """The parts have each other's size."""
    found = []
    for name, args, _, value in calls:
        if value is None:
            if name == "models_by_size":
                continue  # no row is left to train on, or more than there is time for
            return False
        if name == "split":
            found.append((len(value[0]), len(value[1])) == (args[0] - args[1], args[1]))
        if name == "models_by_size":
            found += [
                len(rows) == len(args[0]) - size for (_, rows), size in zip(value, args[2], strict=False)
            ]
    return bool(found) and all(found)
