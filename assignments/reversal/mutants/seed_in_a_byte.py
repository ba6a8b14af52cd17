"""Of the seed of a training only the remainder of 64 is used."""

LOSES = {"train", "memorise"}
HINT = (
    "Two seeds give you the same network. Follow `seed` to where the first random number is drawn: "
    "is all of it used, and just before?"
)
BREAKS = {
    "train": "another seed gives others, before training too",
    "models_by_size": "another seed gives other weights",
}

EDITS = """
@@ train
-    torch.manual_seed(seed)
+    torch.manual_seed(seed % 64)
"""


def SIGNATURE(calls):
    """Seeds far apart give the same weights, though seeds were set."""
    from planted import far_seeds_agree

    return far_seeds_agree(calls)
