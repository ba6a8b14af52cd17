"""The k-th name of a place gets as many dimensions as the k-th inner variable needs, whichever it is."""

LOSES = {"align"}
HINT = "Which variable's dimensions has a site with you, where a place names them in another order or leaves one out?"
BREAKS = {
    "learn_alignment": [
        "A site's basis has `dimensions(variable)` columns",
        "The place names some of the causal model's inner variables, or all, in any order",
    ]
}

EDITS = """
@@ _one_start
-    X, sizes = all_inputs(), [dimensions(v) for name in place.names for v in causal.inner if v.name == name]
+    X, sizes = all_inputs(), [dimensions(v) for v, _ in zip(causal.inner, place.names, strict=False)]
"""


def SIGNATURE(calls):
    """The widths are those of the inner variables in their order, also where the place has another."""
    found = []
    for name, (_, causal, place), _, value in calls:
        if name == "learn_alignment" and value is not None and set(place.names) <= value.keys():
            got = [value[n][0].basis.shape[1] for n in place.names if value[n]]
            own = {v.name: dimensions(v) for v in causal.inner}
            asked, first = [own[n] for n in place.names], list(own.values())[: len(place.names)]
            found.append((got == first, asked != first))
    return all(same for same, _ in found) and any(differ for _, differ in found)
