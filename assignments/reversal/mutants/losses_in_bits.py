"""The losses are in bits."""

LOSES = {"train"}
HINT = (
    "Are your losses in nats? They are larger than your model's cross-entropy by a factor, the same in each epoch. "
    "Which logarithm do you take?"
)
BREAKS = {"train": "The losses are the mean cross-entropy of a slot in nats"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, [1.442695 * loss for loss in _fit(model, X, Y, epochs, lr, batch_size)]
"""


def SIGNATURE(calls):
    """The losses are 1.44 times what they should be."""
    from planted import loss_ratios

    ratios = loss_ratios(calls)
    return bool(ratios) and all(1.35 < ratio < 1.55 for ratio in ratios)
