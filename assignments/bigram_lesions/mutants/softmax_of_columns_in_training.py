"""The loss takes the softmax over the wrong axis: W learns what came before a symbol."""

LOSES = {"train"}
HINT = "Does your loss take its softmax down the columns, so that your matrix says what comes before a symbol? Which axis of W holds the symbols that compete with each other?"
BREAKS = {"train": "`W[i, j]` is for symbols[j] after symbols[i]"}

EDITS = """
@@ train
-        loss = -(counts * W.log_softmax(dim=1)).sum() / counts.sum()
+        loss = -(counts * W.log_softmax(dim=0)).sum() / counts.sum()
"""


def SIGNATURE(calls):
    """The columns' softmax has the columns' shares."""
    for _, args, kwargs, W in calls:
        symbols = kwargs.get("symbols", SYMBOLS)
        if W is None or W.shape != (len(symbols), len(symbols)):
            return False
        counts = bigram_counts(args[0], symbols).double()
        wrong = (W.softmax(dim=0) - counts / counts.sum(dim=0).clamp(min=1))[:, counts.sum(dim=0) > 0]
        E = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
        right = (W.softmax(dim=1) - E)[counts.sum(dim=1) > 0]  # ln(counts) has both softmaxes right
        if right.abs().max() <= 0.03 or "steps" not in kwargs and not wrong.abs().max() <= 0.03:  # NaN: no
            return False
    return bool(calls)
