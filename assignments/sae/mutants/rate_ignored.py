"""The rate that is given is not used."""

LOSES = {"train"}
HINT = "Is your training at lr=0 the same as at any other rate? What becomes of the argument `lr`?"
BREAKS = {"train": "`l1` and `lr` are used as they are given, 0 too"}

EDITS = """
@@ train
-    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
+    return _fit(sae, x, steps, 1e-2, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
"""


def SIGNATURE(calls):
    """Two rates give one encoder."""
    rates = {
        kwargs["lr"]: value.tensors["W_enc"]
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 20 and kwargs.get("l1") == 0.3
        if "lr" in kwargs
    }
    return {0.0, 1e-2} <= set(rates) and torch.equal(rates[0.0], rates[1e-2])
