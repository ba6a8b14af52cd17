"""The batches of earlier epochs stay in the sum, so a loss is the mean over all epochs so far."""

from planted import _of_given_size, cross_entropy

LOSES = {"train"}
HINT = "Over which batches is the mean of your fifth loss?"
BREAKS = {"train": "averaged over the batches of each epoch"}

EDITS = """
@@ _fit
-        losses.append(total / len(X))
+        losses.append((total / len(X) + len(losses) * (losses or [0.0])[-1]) / (len(losses) + 1))
"""


def SIGNATURE(calls):
    """The fifth loss of one string is far from that of the weights, and the first is not."""
    runs = {
        k["epochs"]: (X, Y, v) for f, (X, Y), k, v in calls if f == "train" and v is not None and len(X) == 1
    }
    if not {0, 4, 5} <= runs.keys() or len(runs[5][2][1]) < 5:
        return None
    first, fifth = (cross_entropy(_of_given_size(runs[n][2][0], runs[n][0]), *runs[n][:2]) for n in (0, 4))
    losses = runs[5][2][1]
    return abs(losses[0] - first) < 1e-3 and 0.3 < (losses[4] - fifth) / max(first - fifth, 1e-3) < 0.9
