"""The subspace is learned by interchanges alone."""

LOSES = {"align", "explain"}
HINT = "Your subspaces interchange well, and fail once everything else is noise. Could they lean on a copy that nobody reads?"
BREAKS = {
    "learn_alignment": "and on at least 90 % where all that the returned sites do not span at the place is scrubbed"
}

EDITS = """
@@ _scrubbed_interchange
-        there = noise + (pool[base] - noise) @ Q @ Q.T
+        there = pool[base]
"""


def SIGNATURE(calls):
    """What was learned interchanges well, and half of it or more does not survive the scrub."""
    from carry_out import carried_out, one_basis

    shown = carried_out(calls)
    well = all(m.interchange >= 0.9 and m.excess == 0 for m in shown)
    return not one_basis(calls) and well and 2 * sum(m.scrubbed < 0.85 for m in shown) >= len(shown) > 0
