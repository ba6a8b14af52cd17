"""The edit is in layer 3, the last of the facts model, whatever the given model's last is."""

LOSES = {"edit"}
HINT = "Your edit answers in a model of four layers and raises in one of three. How does it choose its layer?"
BREAKS = {"edit_fact": "maybe without its last layer"}

EDITS = """
@@ edit_fact
-    layer = model.cfg.n_layers - 1
+    layer = 3
"""


def SIGNATURE(calls):
    """It raises where there is no layer 3, and nowhere else."""
    edits = [
        (getattr(args[0], "value", args[0]), value) for name, args, _, value in calls if name == "edit_fact"
    ]
    return bool(edits) and all((value is None) == (model.cfg.n_layers < 4) for model, value in edits)
