"""The losses are in bits instead of nats."""

LOSES = {"train"}
HINT = "Your first loss is 1.44 times that of the untrained model. Which logarithm is it in?"
BREAKS = {
    "train": "the mean cross-entropy over all determined positions of all sequences of that step, in nats"
}

EDITS = """
@@ _training
-        yield loss.item()
+        yield loss.item() / torch.tensor(2.0).log().item()
"""


def SIGNATURE(calls):
    """The first loss is ln 32 / ln 2 and more, the last near 0, and the model can do it."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and not kwargs.keys() & {"steps", "periods"}:
            losses, model = value[1], value[0].into(new_model(0))
            if len(losses) < 20 or accuracy(model, *repeated_sequences(50, 1)) < 0.9:
                return False
            first, last = losses[0], sum(losses[-20:]) / 20
            return 4.6 < first < 6 and last < 1
    return False
