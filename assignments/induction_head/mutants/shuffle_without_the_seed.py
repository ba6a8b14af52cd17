"""Periods and prefixes are drawn with the seed, the tokens with whatever the library's generator gives."""

LOSES = {"data"}
HINT = (
    "Are all of your random numbers drawn from the generator that has the seed? Two calls with one seed "
    "differ."
)
BREAKS = {"repeated_sequences": "the same seed gives the same sequences"}

EDITS = """
@@ repeated_sequences
-    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
+    shuffled = torch.rand(n, VOCABULARY).argsort(dim=1)
"""


def SIGNATURE(calls):
    """Two calls with the same arguments give other tokens."""
    seen = {}
    for name, args, kwargs, value in calls:
        if name == "repeated_sequences" and value is not None and not kwargs:
            if args in seen and not torch.equal(seen[args], value[0]):
                return True
            seen[args] = value[0]
    return False
