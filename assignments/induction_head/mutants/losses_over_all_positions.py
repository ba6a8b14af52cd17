"""The losses that are returned are means over all positions, also where nothing is determined."""

LOSES = {"train"}
HINT = (
    "Your last losses are much larger than the trained model's where the next token is determined. Over "
    "which positions do you average?"
)
BREAKS = {
    "train": "the mean cross-entropy over all determined positions of all sequences of that step, in nats"
}

EDITS = """
@@ _training
-        yield loss.item()
+        yield cross_entropy(net(x)[:, :-1].flatten(0, 1), x[:, 1:].flatten()).item()
"""


def SIGNATURE(calls):
    """The losses start at ln 32 and end far above 0, and the model can do it."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and not kwargs.keys() & {"steps", "periods"}:
            losses, model = value[1], value[0].into(new_model(0))
            if len(losses) < 20 or accuracy(model, *repeated_sequences(50, 1)) < 0.9:
                return False
            first, last = losses[0], sum(losses[-20:]) / 20
            return 3.3 < first < 4.2 and last > 0.6
    return False
