"""What was trained is kept by the shape of the samples and the settings, and returned for other samples."""

LOSES = {"concepts", "frontier", "train"}
HINT = "For other samples of the same shape you return what you trained before. Can what you keep tell the one from the other?"
BREAKS = {"train": "Trains an autoencoder with n_latents latents on activations x [N, d]"}

EDITS = """
@@ train
-    sae = _drawn(x, n_latents, seed)
+    kept, key = train.__dict__.setdefault("kept", {}), (x.shape, n_latents, l1, steps, seed, lr)
+    if key in kept:
+        return kept[key]
+    sae = kept[key] = _drawn(x, n_latents, seed)
"""


def SIGNATURE(calls):
    """Other samples of that shape, with the same settings, gave the same autoencoder; or the one that was handed out, which
    somebody has set to zeros since."""
    trained = [
        (args[0], (l1, kwargs), weights.tensors["W_dec"])
        for name, args, kwargs, value in calls
        if value is not None and name in ("train", "train_on_activations", "frontier")
        for l1, weights in (zip(args[1], value, strict=False) if name == "frontier" else [(None, value)])
    ]
    return any(not made.any() for *_, made in trained) or any(
        x.shape == y.shape and not torch.equal(x, y) and given == other and torch.equal(one, two)
        for i, (x, given, one) in enumerate(trained)
        for y, other, two in trained[:i]
    )
