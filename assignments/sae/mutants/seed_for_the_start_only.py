"""The seed decides how the parameters are drawn; the batches are drawn anew each time."""

LOSES = {"topk", "train", "frontier"}
HINT = (
    "Do two runs of one seed give other weights? Which random numbers are drawn after the parameters, and"
    " from which generator?"
)
BREAKS = {"train": "`seed` decides everything random: the same seed gives the same weights"}

EDITS = """
@@ _fit
-        batch = x[torch.randint(len(x), (256,))] if len(x) > 256 else x
+        batch = x[np.random.default_rng().integers(len(x), size=256)] if len(x) > 256 else x
"""


def SIGNATURE(calls):
    """One seed gave two autoencoders of the same samples."""
    if any(name == "frontier" for name, *_ in calls):
        return True  # what it does there tells nothing more
    short = [
        (args[0].tolist(), args[1:], kwargs, value.tensors["W_dec"])
        for name, args, kwargs, value in calls
        if name in ("train", "train_topk") and value is not None and kwargs.get("steps") == 20
        if value.tensors["W_dec"].any()  # an autoencoder that is handed out again comes back as zeros
    ]
    return any(
        a[:3] == b[:3] and a[3].shape == b[3].shape and not torch.equal(a[3], b[3])
        for i, a in enumerate(short)
        for b in short[:i]
    )
