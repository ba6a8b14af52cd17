"""The periods that are asked for are ignored, and the default ones drawn."""

LOSES = {"data", "train"}
HINT = "Whatever periods are asked for, the same ones come. Where does the argument `periods` go?"
BREAKS = {
    "repeated_sequences": "is drawn for each sequence from `periods`",
    "train": "on `repeated_sequences` of these periods",
}

EDITS = """
@@ repeated_sequences
-    choices = torch.tensor(list(periods))
+    choices = torch.tensor(list(PERIODS))
"""


def SIGNATURE(calls):
    """Ten steps on one period end where ten steps on the default ones do, and training works; None for other tasks."""
    ends, works = {}, False
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") == 10:
            weights = torch.cat([t.flatten() for t in value[0].into(new_model(0)).parameters()])
            ends[kwargs["seed"], tuple(kwargs.get("periods", ()))] = weights
        if name == "train" and value is not None and not kwargs.keys() & {"steps", "periods"}:
            shares = [accuracy(value[0].into(new_model(0)), *repeated_sequences(30, 1)) for _ in range(1)]
            works = min(shares) > 0.9
    if not ends:
        return None
    pairs = [(ends[seed, ()], end) for (seed, other), end in ends.items() if other and (seed, ()) in ends]
    return works and bool(pairs) and all(torch.equal(one, two) for one, two in pairs)
