"""The sum over all batches is divided by the number of full ones."""

from planted import losses_in_twos

LOSES = {"train"}
HINT = "By how many batches do you divide, where the last is smaller?"
BREAKS = {"train": "averaged over the batches of each epoch"}

EDITS = """
@@ _fit
-        losses.append(total / len(X))
+        losses.append(total / (len(X) // batch_size * batch_size or len(X)))
"""


def SIGNATURE(calls):
    """Of three strings in batches of two, the loss is half as much again as theirs."""
    found = losses_in_twos(calls)
    return (
        all(abs(loss / sum(each) * 3 - 1.5) < 0.1 for losses, each in found for loss in losses)
        if found
        else None
    )
