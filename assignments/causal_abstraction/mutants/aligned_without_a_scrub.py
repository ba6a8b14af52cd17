"""The subspace is learned by interchanges alone."""

import numpy as np

LOSES = {"align", "explain"}
HINT = "Your subspaces interchange well, and fail once everything else is noise. Could they lean on a copy that nobody reads?"
BREAKS = {
    "learn_alignment": "and on at least 90 % with everything scrubbed at the place that the returned sites do not span"
}

EDITS = """
@@ _scrubbed_interchange
-        there = noise + (pool[base] - noise) @ Q @ Q.T
+        there = pool[base]
"""


def SIGNATURE(calls):
    """What was learned interchanges well, and does not survive the scrub."""
    from carry_out import form_of, measured

    shown = []
    for name, args, _, value in calls:
        if name == "explain" and value is not None and not form_of(value):
            m = measured(args[0], value, np.random.default_rng(0), 100)
            shown.append(m.interchange >= 0.9 and m.scrubbed < 0.85)
    return all(shown) if shown else None
