"""TopK is trained as ever, with a penalty and without k."""

LOSES = {"topk"}
HINT = (
    "Is your reconstruction too small, as a penalty makes it? Which loss and which features is TopK "
    "trained with?"
)
BREAKS = {"train_topk": ("on the error alone", "no shrinkage")}

EDITS = """
@@ train_topk
-    sae = _drawn(x, n_latents, seed)
-    return _fit(sae, x, steps, 1e-2, lambda batch: loss(batch, *topk_forward(sae, batch, k), 0.0)[0])
+    return train(x, n_latents, steps=steps, seed=seed)
"""


def SIGNATURE(calls):
    """Two values of k, one autoencoder, and its full features fit a penalty: more than k fire."""
    from planted import mean_l0s

    found = [
        (kwargs["k"], value.tensors["W_dec"])
        for name, _, kwargs, value in calls
        if name == "train_topk" and value is not None and kwargs.get("steps") == 20
    ]
    one = any(k != other and torch.equal(a, b) for i, (k, a) in enumerate(found) for other, b in found[:i])
    return one and 4.5 < max(mean_l0s(calls), default=0.0) < 13
