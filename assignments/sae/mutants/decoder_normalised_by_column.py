"""The decoder's columns are divided by their length, one for each dimension, where its rows should be."""

LOSES = {"train", "topk", "concepts"}
HINT = (
    "What has length 1 in your decoder, its rows or its columns? Which axis of W_dec runs along one "
    "latent's direction?"
)

EDITS = """
@@ _fit
-            sae.W_dec /= sae.W_dec.norm(dim=1, keepdim=True)
+            sae.W_dec /= sae.W_dec.norm(dim=0, keepdim=True)
"""


def SIGNATURE(calls):
    """The columns of the decoder have length 1, the rows have not."""
    from planted import lengths_off_one

    off = lengths_off_one(calls)
    return bool(off) and all(rows > 0.02 > 1e-3 > columns for rows, columns in off)
