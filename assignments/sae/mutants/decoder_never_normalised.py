"""The decoder's rows have length 1 at the start, and nobody keeps them there."""

LOSES = {"train", "topk", "concepts"}
HINT = (
    "How long are your decoder's rows at the end? After which step do they leave length 1, and what does "
    "a longer row do to the penalty?"
)
BREAKS = {
    "train": "The decoder's rows have length 1 at the end",
    "train_on_activations": "The decoder's rows have length 1",
    "train_topk": "The decoder's rows have length 1",
}

EDITS = """
@@ _fit
-        with torch.no_grad():
-            sae.W_dec /= sae.W_dec.norm(dim=1, keepdim=True)
"""


def SIGNATURE(calls):
    """Neither the rows nor the columns of the decoder have length 1."""
    from planted import lengths_off_one

    return bool(lengths_off_one(calls)) and all(min(pair) > 0.02 for pair in lengths_off_one(calls))
