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
    if any(name == "frontier" for name, *_ in calls):
        return True  # what it does there tells nothing more
    from planted import SparseAutoencoder, explains

    none = [
        (args[0], value) for _, args, kwargs, value in calls if kwargs.get("steps") == 0 and value is not None
    ]
    return any(
        explains(
            value.into(SparseAutoencoder(x.shape[1], len(value.tensors["W_dec"]))).requires_grad_(False), x
        )
        for x, value in none
        if len(x) > 1000
    )
