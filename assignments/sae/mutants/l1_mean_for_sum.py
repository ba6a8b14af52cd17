"""The penalty is the mean of the features over latents and samples, where their sum over the latents was asked for."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = "How much does l1 count for you? Over what is the sum in the sparsity, and over what the mean?"
BREAKS = {
    "loss": "sparsity the *sum* of the features [N, n_latents] over the latents",
    "train": "with an L0 from 5 to 12",
}

EDITS = """
@@ loss
-    sparsity = features.abs().sum(dim=1).mean()
+    sparsity = features.abs().mean()
"""


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
