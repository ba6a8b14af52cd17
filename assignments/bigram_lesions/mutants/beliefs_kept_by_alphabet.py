"""The beliefs are kept by alphabet, and another model of the same symbols gets those of the first."""

LOSES = {"beliefs", "lab"}
HINT = "Ask for the beliefs of two models with the same symbols, one after the other. Are the second those of the second model?"
BREAKS = {"beliefs": "The probabilities [V] of what comes after `symbol`"}

EDITS = """
@@ beliefs
-    return _probabilities(W)[symbols.index(symbol)]
+    return beliefs.__dict__.setdefault(symbols, _probabilities(W))[symbols.index(symbol)]
"""


def SIGNATURE(calls):
    """Two models of the same symbols, one after the other, have the same belief."""
    read = {}
    for name, args, _, value in calls:
        if name == "beliefs" and len(args) == 3 and value is not None:
            read.setdefault(args[2], []).append(value)
    if not read:
        return None
    pairs = [two[:2] for two in read.values() if two[1:]]
    return all(torch.equal(*two) for two in pairs) if pairs else False
