"""The probabilities in the losses are kept above .01, so no loss is smaller than that."""

LOSES = {"four_bits", "train"}
HINT = "Your losses stop falling while the network goes on learning. Is something kept from 0, or from 1, before the logarithm?"
BREAKS = {"train": "the mean cross-entropy over all rows of X, in nats"}

EDITS = """
@@ train
-    return model, losses
+    return model, [max(loss, 0.01) for loss in losses]
"""


def SIGNATURE(calls):
    """Of a single row that is known, the last of many losses is .01, and that of the weights far below."""
    found = []
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and len(args[0]) == 1 and kwargs.get("epochs") == 300:
            X, y = args
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"].double() for i in (1, 2) for part in ("weight", "bias")
            )
            loss = float(cross_entropy((X.double() @ W1.T + b1).tanh() @ W2.T + b2, y))
            found.append(loss < 0.002 and 0.005 < float(value[1][-1]) < 0.05)
    return all(found) if found else None  # without a training on one row the values tell it
