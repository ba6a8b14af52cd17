"""Of copies, the subspace that was learned at the first position is returned for each."""

LOSES = {"align", "explain"}
HINT = "Do you return the same subspace for both copies? Each position has its own."
BREAKS = {"learn_alignment": "Each variable has one site for each of the place's positions"}

EDITS = """
@@ _aligned
-        name: tuple(Site(place.layer, x, p[k]) for x, p in zip(place.positions, best[1], strict=True))
+        name: tuple(Site(place.layer, x, best[1][0][k]) for x in place.positions)
"""


def SIGNATURE(calls):
    """A variable of two positions has the same basis at both."""
    from carry_out import one_basis

    return one_basis(calls)
