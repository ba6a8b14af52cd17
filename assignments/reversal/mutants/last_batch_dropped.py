"""A last batch that is smaller is left out."""

from planted import losses_in_twos

LOSES = {"train"}
HINT = "What becomes of the rows that do not fill the last batch?"
BREAKS = {"train": "An epoch takes each row once, in batches of `batch_size`"}

EDITS = """
@@ _fit
-        for batch in torch.randperm(len(X)).split(batch_size):
+        full = len(X) // batch_size * batch_size or len(X)
+        for batch in torch.randperm(len(X))[:full].split(batch_size):
@@ _fit
-        losses.append(total / len(X))
+        losses.append(total / full)
"""


def SIGNATURE(calls):
    """Of three strings in batches of two, the loss is the mean of two of theirs, and not by chance that of all three."""
    found = losses_in_twos(calls)
    return (
        all(
            min(abs((sum(each) - left_out) / 2 / loss - 1) for left_out in each) < 1e-4
            and abs(sum(each) / 3 / loss - 1) > 2e-4
            for losses, each in found
            for loss in losses
        )
        if found
        else None
    )
