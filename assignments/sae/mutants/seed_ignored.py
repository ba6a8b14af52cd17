"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"concepts", "frontier", "topk", "train"}
HINT = (
    "Do two seeds give you the same weights? Where is the first random number drawn, and what should have"
    " happened just before?"
)
BREAKS = {
    "train": "another seed gives others",
    "train_on_activations": "`seed` is as in `train`",
    "train_topk": "otherwise as `train`",
}

EDITS = """
@@ _drawn
-    torch.manual_seed(seed)
"""


def SIGNATURE(calls):
    """All seeds gave one autoencoder with TopK, and elsewhere one seed gave two."""
    if any(name == "frontier" for name, *_ in calls):
        return True  # what it does there tells nothing more
    short = [
        ((len(args[0]), args[0].sum().item()), kwargs | {"seed": 0}, kwargs["seed"], value.tensors["W_dec"])
        for name, args, kwargs, value in calls
        if value is not None
        and (kwargs.get("steps") == 20 or name == "train_on_activations")
        and value.tensors["W_dec"].any()  # a model that is handed out again comes back as zeros
    ]
    if any(name in ("train", "train_on_activations") for name, *_ in calls):  # one seed gives two
        again = [(a, b) for i, a in enumerate(short) for b in short[:i] if a[:3] == b[:3]]
        return any(a[3].shape == b[3].shape and not torch.equal(a[3], b[3]) for a, b in again)
    pairs = [(a, b) for i, a in enumerate(short) for b in short[:i] if a[:2] == b[:2] and a[2] != b[2]]
    return bool(pairs) and all(torch.equal(a[3], b[3]) for a, b in pairs)
