"""The default of `l1` is not the one that was given out."""

LOSES = {"train"}
HINT = "Left out, is `l1` what the stub says? What is yours to choose are the defaults of `steps` and `lr`."
BREAKS = {"train": "with the defaults"}

EDITS = """
@@ train
-    x: Tensor, n_latents: int = 96, l1: float = 0.3, steps: int = 1200, seed: int = 0, lr: float = 1e-2
+    x: Tensor, n_latents: int = 96, l1: float = 0.1, steps: int = 1200, seed: int = 0, lr: float = 1e-2
"""


def SIGNATURE(calls):
    """Without `l1` the weights are other ones than with .3."""
    short = [
        (kwargs, value.tensors["W_dec"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 21
    ]
    left_out = [weights for kwargs, weights in short if "l1" not in kwargs]
    named = [
        weights for kwargs, weights in short if kwargs.get("l1") == 0.3 and kwargs.get("n_latents") == 96
    ]
    return bool(left_out and named) and not torch.allclose(left_out[0], named[0], atol=1e-4)
