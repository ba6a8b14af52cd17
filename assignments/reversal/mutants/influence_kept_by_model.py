"""The influence is kept by the model, and other rows get that of the first."""

import itertools

import torch

LOSES = {"influence"}
HINT = "Ask for the influence on some rows, and then on others. Is the second that of the second rows?"
BREAKS = {"influence": "over all rows of X [N, L+1]"}

EDITS = """
@@ influence
-    return changed / (n_letters - 1)
+    known = f"{[p.tolist() for p in model.parameters()]} {tuple(X.shape)}"
+    return influence.__dict__.setdefault(known, changed / (n_letters - 1))
"""


def SIGNATURE(calls):
    """One model has the same values on other rows."""

    def rows(args):
        return getattr(args[1], "value", args[1])  # one that is held in the student's process

    pairs = [
        (one, two)
        for (name, args, _, one), (again, others, _, two) in itertools.pairwise(calls)
        if name == again and name in ("influence",) and one is not None and two is not None
        if args[0] is others[0] and list(args[2:]) == list(others[2:])
        if rows(args).shape == rows(others).shape and not torch.equal(rows(args), rows(others))
    ]
    return bool(pairs) and all(torch.equal(one, two) for one, two in pairs)
