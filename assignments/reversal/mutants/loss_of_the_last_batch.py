"""The loss of an epoch is that of its last batch."""

LOSES = {"train"}
HINT = (
    "At a rate of 0 nothing changes from epoch to epoch, and yet your losses do. "
    "Over how many of its batches is the loss of an epoch a mean?"
)
BREAKS = {"train": "averaged over the batches of each epoch"}

EDITS = """
@@ _fit
-            total += loss.item() * len(batch)
+            total = loss.item() * len(X)
"""


def SIGNATURE(calls):
    """At a rate of 0 the losses differ from epoch to epoch, by a few percent."""
    from planted import losses_at_rest

    found = [one for one in losses_at_rest(calls) if len(one[0]) == 3]
    return bool(found) and all(
        max(losses) - min(losses) > 1e-4 and all(abs(loss / whole - 1) < 0.1 for loss in losses)
        for losses, _, whole in found
    )
