"""Where no number of latents is given, there are as many as the toy has features."""

LOSES = {"frontier"}
HINT = "How many latents has an autoencoder where nobody says how many? Is that default yours to choose?"
BREAKS = {"frontier": "that of `n_latents` is 96"}

EDITS = """
@@ frontier
-    x: Tensor, l1s: Sequence[float], seed: int = 0, n_latents: int = 96, steps: int = 1200
+    x: Tensor, l1s: Sequence[float], seed: int = 0, n_latents: int = 64, steps: int = 1200
"""


def SIGNATURE(calls):
    """Of a size that nobody asked for there are not 96 rows; of a size that was asked for there are as many."""
    rows = [
        (kwargs.get("n_latents"), len(weights.tensors["W_dec"]))
        for name, _, kwargs, value in calls
        if name == "frontier" and value
        for weights in value
    ]
    return all(n == asked for asked, n in rows if asked is not None) and any(
        n != 96 for asked, n in rows if asked is None
    )
