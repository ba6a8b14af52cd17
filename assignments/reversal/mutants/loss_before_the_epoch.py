"""An epoch's loss is that of all rows before its first step, and not the mean over its batches."""

from planted import cross_entropy, distance, rebuilt

LOSES = {"train"}
HINT = (
    "Is your epoch's loss that of all rows before its first step? "
    "Asked for is the mean over its batches, each before its own step."
)
BREAKS = {"train": "averaged over the\n    batches of each epoch"}

EDITS = """
@@ _fit
-        total = 0.0
+        total = 0.0
+        with torch.no_grad():
+            before = _loss(model(X), Y).item()
@@ _fit
-        losses.append(total / len(X))
+        losses.append(before)
"""


def SIGNATURE(calls):
    """The loss of the only epoch, in 32 steps, is that of the network as it was drawn; and these were more than one step."""
    drawn = {
        kwargs["seed"]: rebuilt(value[0])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 0
    }
    return any(
        abs(value[1][0] / cross_entropy(drawn[kwargs["seed"]], *args) - 1) < 1e-3
        for name, args, kwargs, value in calls
        if name == "train"
        and value is not None
        and kwargs["seed"] in drawn
        and kwargs.get("batch_size") == 2
        and len(args[0]) == 64
        and distance(rebuilt(value[0]), drawn[kwargs["seed"]]) > 2 * kwargs.get("lr", 5e-3)
    )
