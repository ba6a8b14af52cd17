"""Sequences are kept by their number, the seed and how many periods there are."""

LOSES = {"data", "train"}
HINT = "For as many other periods you return the sequences that you had. Can what you keep tell the one from the other?"
BREAKS = {"repeated_sequences": "is drawn for each sequence from `periods`"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    kept, key = repeated_sequences.__dict__.setdefault("kept", {}), (n, seed, len(periods))
+    if key in kept:
+        return kept[key]
+    generator = torch.Generator().manual_seed(seed)
@@ repeated_sequences
-    return shuffled.gather(1, place), mask
+    kept[key] = shuffled.gather(1, place), mask
+    return kept[key]
"""


def SIGNATURE(calls):
    """As many other periods give the same sequences, and a training on them the same weights."""
    found = {}
    for name, args, kwargs, value in calls:
        periods = kwargs.get("periods", args[2] if len(args) > 2 else None)
        if name in ("repeated_sequences", "train") and value is not None and periods is not None:
            same = repr((name, args[:2], kwargs.get("seed"), kwargs.get("steps"), len(periods)))
            what = {"": value[0]} if name == "repeated_sequences" else value[0].tensors
            found.setdefault(same, []).append((list(periods), what))
    return any(
        one != other and all(torch.equal(a[key], b[key]) for key in a)
        for among in found.values()
        for one, a in among
        for other, b in among
    )
