"""The models come in the order of their sizes, not in the order that was asked for."""

LOSES = {"memorise"}
HINT = "In which order are your models? The docstring wants the order of `sizes`."
BREAKS = {"models_by_size": "Returns (model, rows) for each size, in the order of `sizes`"}

EDITS = """
@@ models_by_size
-    for size in sizes:
+    for size in sorted(sizes):
"""


def SIGNATURE(calls):
    """The sizes come back in their order, and were asked for in another."""
    return any(
        name == "models_by_size"
        and value is not None
        and [len(rows) for _, rows in value] == sorted(args[2]) != list(args[2])
        for name, args, _, value in calls
    )
