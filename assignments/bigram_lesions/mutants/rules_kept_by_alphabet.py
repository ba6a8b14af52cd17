"""The beliefs are kept by alphabet, and another model of the same symbols gets the rules of the first."""

LOSES = {"program", "lab"}
HINT = "Ask for the rules of two models with the same symbols, one after the other. Are the second rules those of the second model?"
BREAKS = {"rulebook": "its most probable successor"}

EDITS = """
@@ rulebook
-    best, following = _probabilities(W).max(dim=1)
+    best, following = rulebook.__dict__.setdefault(symbols, _probabilities(W)).max(dim=1)
"""


def SIGNATURE(calls):
    """Two models of the same symbols, one after the other, have the same rules."""
    read = {}
    for name, args, _, value in calls:
        if name == "rulebook" and len(args) == 2 and value is not None:
            read.setdefault(args[1], []).append(value)
    if not read:
        return None
    pairs = [two[:2] for two in read.values() if two[1:]]
    return all(one == other for one, other in pairs) if pairs else False
