"""The labels are weighted by how rare they are: the same where both are equally frequent, as in parity."""

LOSES = {"train"}
HINT = (
    "On labels of which one is rare, your first loss is a weighted mean. "
    "Does the docstring count some rows more than others?"
)
BREAKS = {"train": "the mean cross-entropy over all rows of X, in nats"}

EDITS = """
@@ _step
-    loss = cross_entropy(model(X), y)
+    counts = torch.bincount(y, minlength=2).clamp(min=1)
+    loss = cross_entropy(model(X), y, weight=len(y) / (2 * counts.float()))
"""


def SIGNATURE(calls):
    """The first loss is the weighted mean at the weights with epochs=0."""
    drawn = {}
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("epochs") == 0:
            X, y = args
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias")
            )
            logits = (X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2
            weight = len(y) / (2 * torch.bincount(y, minlength=2).clamp(min=1).double())
            drawn[kwargs["seed"]] = float(cross_entropy(logits, y, weight=weight))
    gaps = [
        abs(float(value[1][0]) - drawn[kwargs["seed"]])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 3 and kwargs["seed"] in drawn
    ]
    return bool(gaps) and max(gaps) < 1e-5
