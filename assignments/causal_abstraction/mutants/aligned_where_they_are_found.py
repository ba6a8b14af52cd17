"""The place that is given has no say: the subspaces are learned where the variables are found first."""

LOSES = {"align"}
HINT = "The sites that you return are at another layer or position than those of the place. What of it do you use?"
BREAKS = {"learn_alignment": "Each variable has one site for each of the place's positions"}

EDITS = """
@@ learn_alignment
-    return _aligned(model, causal, place)
+    found = (p for p in _places(model, causal) if set(p.names) == set(place.names))
+    return _aligned(model, causal, next(found, place))
"""


def SIGNATURE(calls):
    """A site is not where the place is."""
    return any(
        site.layer != args[2].layer
        for name, args, _, value in calls
        if name == "learn_alignment" and value
        for sites in value.values()
        for site in sites
    )
