"""The training loss is a sum over the rows instead of their mean; Adam hardly notices."""

LOSES = {"four_bits", "train"}
HINT = (
    "Your first loss is as many times too large as X has rows. "
    "What does the docstring say about the rows, and what does your loss do with them?"
)
BREAKS = {"train": "the mean cross-entropy over all rows of X, in nats"}

EDITS = """
@@ _step
-    loss = cross_entropy(model(X), y)
+    loss = cross_entropy(model(X), y, reduction="sum")
"""


def SIGNATURE(calls):
    """The first loss is that of the weights with epochs=0, times the rows."""
    drawn = {}
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("epochs") == 0:
            X, y = args
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias")
            )
            logits = (X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2
            drawn[kwargs["seed"]] = float(cross_entropy(logits, y, reduction="sum"))
    ratios = [
        float(value[1][0]) / drawn[kwargs["seed"]]
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 3 and kwargs["seed"] in drawn
    ]
    return all(abs(ratio - 1) < 1e-4 for ratio in ratios) if ratios else None  # then the values tell it
