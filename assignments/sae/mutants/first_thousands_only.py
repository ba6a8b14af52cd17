"""Of many samples the first 4096 alone are trained on."""

LOSES = {"train"}
HINT = "Do all samples take part in your training, when there are many thousands?"
BREAKS = {"train": "N from 100 to many thousands"}

EDITS = """
@@ train
-    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
+    return _fit(sae, x[:4096], steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
"""


def SIGNATURE(calls):
    """With thousands of samples, other ones in their second half leave the weights as they are."""
    found = {}
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and len(args[0]) > 4096 and kwargs.get("n_latents") == 24:
            key = (len(args[0]), *sorted(kwargs.items()))
            found.setdefault(key, []).append(value.tensors["W_dec"])
    return any(len(two) == 2 and (two[0] - two[1]).abs().max() < 1e-3 for two in found.values())
