"""The sum over all batches is divided by the number of full ones."""

from planted import losses_at_rest, losses_in_twos

LOSES = {"train"}
HINT = "By how many batches do you divide, where the last is smaller?"
BREAKS = {"train": "averaged over the batches of each epoch"}

EDITS = """
@@ _fit
-        losses.append(total / len(X))
+        losses.append(total / (len(X) // batch_size * batch_size or len(X)))
"""


def SIGNATURE(calls):
    """Of three strings in batches of two, the loss is half as much again as theirs; of full batches alone it is right."""
    found = losses_in_twos(calls)
    full = [loss / whole for losses, _, whole in losses_at_rest(calls) if len(losses) == 3 for loss in losses]
    if not found:
        return None
    half_as_much = all(abs(loss / sum(each) * 3 - 1.5) < 0.1 for losses, each in found for loss in losses)
    return half_as_much and all(abs(ratio - 1) < 1e-3 for ratio in full)
