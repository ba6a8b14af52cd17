"""`l1 or 0.3`: no penalty becomes the default penalty."""

LOSES = {"train", "frontier"}
HINT = "With l1=0 you get what another l1 gives. What is `0 or 0.3` in Python?"
BREAKS = {"train": "`l1` and `lr` are used as they are given, 0 too"}

EDITS = """
@@ train
-    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
+    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1 or 0.3)[0])
"""


def SIGNATURE(calls):
    """Twenty steps without a penalty give what twenty steps at .3 give, and at 3 others."""
    decoders = {}
    for name, args, kwargs, value in calls:
        if value is None or kwargs.get("steps") != 20 or len(args[0]) != 512:
            continue
        if name == "frontier":
            decoders |= {l1: weights.tensors["W_dec"] for l1, weights in zip(args[1], value, strict=False)}
        elif name == "train" and kwargs["lr"] == 1e-2 and kwargs["l1"] not in decoders:
            decoders[kwargs["l1"]] = value.tensors["W_dec"]
    if not {0.0, 0.3, 3.0} <= set(decoders):
        return False
    return torch.equal(decoders[0.0], decoders[0.3]) and not torch.equal(decoders[3.0], decoders[0.3])
