"""An interchange is measured on random pairs, of which it leaves most as they were, and not by kind."""

LOSES = {"choose"}
HINT = (
    "You find a place for a variable that the network does not compute, where nothing changes whatever you do. "
    "On how many of your pairs should the output change?"
)
BREAKS = {"find_places": "is right on at least 97 % of the pairs, changed and kept alike"}

EDITS = """
@@ _moves
-    base, source = _pairs(causal, name, 64, torch.Generator().manual_seed(0))
-    logits = _moved(model, streams, base, source, place)
-    X = all_inputs()
-    shares = _agreement(Explanation(causal, {}), name, X[base], X[source], logits)
-    return all(not share < 0.97 for share in shares)
+    X = all_inputs()
+    base, source = torch.randint(len(X), (2, 1000), generator=torch.Generator().manual_seed(0))
+    got = _moved(model, streams, base, source, place).argmax(dim=1)
+    set_to = {name: _values(causal, X[source])[name]}
+    return bool((got == _values(causal, X[base], set_to)[causal.output.name]).double().mean() >= 0.97)
"""


def SIGNATURE(calls):
    """A variable that is computed from another has a place, though the network computes it nowhere: not the other's place."""
    found = [
        value
        for name, args, _, value in calls
        if name == "find_places" and value and any(len(v.parents) == 1 for v in args[1].inner)
    ]
    return len(found) == 1 and len(found[0]) == 3 and tuple(found[0][2][1:]) != tuple(found[0][0][1:])
