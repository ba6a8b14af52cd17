"""Periods and prefixes are drawn with the seed, the tokens with whatever the library's generator gives."""

LOSES = {"data", "train"}
HINT = (
    "Two calls with one seed differ. Are all of your random numbers drawn from a generator that has the seed?"
)
BREAKS = {
    "repeated_sequences": "the same seed gives the same sequences",
    "train": "the same seed gives the same weights",
}

EDITS = """
@@ repeated_sequences
-    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
+    shuffled = torch.rand(n, VOCABULARY).argsort(dim=1)
"""


def SIGNATURE(calls):
    """Two calls with the same arguments give other tokens, or other weights."""
    seen = {}
    for name, args, kwargs, value in calls:
        if value is None:
            continue
        if name == "repeated_sequences" and not kwargs:
            key, found = args, value[0]
        elif name == "train" and kwargs.get("steps") == 10 and "periods" not in kwargs:
            key = kwargs["seed"]
            found = torch.cat([t.flatten() for t in value[0].into(new_model(0)).parameters()])
        else:
            continue
        if key in seen and not torch.equal(seen[key], found):
            return True
        seen[key] = found
    return False
