"""Training stops once the loss is small, and the list of losses is filled up with the last one."""

LOSES = {"train"}
HINT = "Do 250 epochs and 300 give you the very same weights? Where does your training stop?"
BREAKS = {"train": "so there are as many losses as epochs: no stopping before"}

EDITS = """
@@ _fit
-        bar.note(f"loss {losses[-1]:.2e}")
+        bar.note(f"loss {losses[-1]:.2e}")
+        if losses[-1] < 5e-3:
+            return losses + losses[-1:] * (epochs - len(losses))
"""


def SIGNATURE(calls):
    """More epochs of one string end in the very same weights, with a loss that is not small."""
    ends = {}
    for name, args, kwargs, value in calls:
        if name == "train" and len(args[0]) == 1 and value is not None:
            ends[kwargs.get("epochs")] = value
    if not {250, 300} <= ends.keys():
        return False
    one, two = (ends[epochs][0].tensors for epochs in (250, 300))
    return ends[300][1][-1] > 1e-4 and all((one[name] == two[name]).all() for name in one)
