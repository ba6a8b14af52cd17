"""The losses are sums over the slots."""

LOSES = {"train"}
HINT = (
    "Are your losses those of a slot, or of a whole string? "
    "They are several times your model's mean cross-entropy: over what does your mean go?"
)
BREAKS = {"train": "The losses are the mean cross-entropy of a slot in nats"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, [X.shape[1] * loss for loss in _fit(model, X, Y, epochs, lr, batch_size)]
"""


def SIGNATURE(calls):
    """The losses are several times what they should be."""
    from planted import loss_ratios

    ratios = loss_ratios(calls)
    return bool(ratios) and all(3.5 < ratio < 6 for ratio in ratios)
