"""The number of steps is always 1200."""

LOSES = {"frontier", "train"}
HINT = "Is an autoencoder of yours trained after 0 steps? What becomes of the argument `steps`?"
BREAKS = {"train": "steps=0 gives an untrained one"}

EDITS = """
@@ train
-    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
+    return _fit(sae, x, 1200, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
"""


def SIGNATURE(calls):
    """What comes of no step explains its data."""
    from planted import SparseAutoencoder, explains

    none = [
        (args[0], weights)
        for name, args, kwargs, value in calls
        if kwargs.get("steps") == 0 and value is not None
        for weights in (value if name == "frontier" else [value])
    ]
    return any(
        explains(
            value.into(SparseAutoencoder(x.shape[1], len(value.tensors["W_dec"]))).requires_grad_(False), x
        )
        for x, value in none
        if len(x) > 200
    )
