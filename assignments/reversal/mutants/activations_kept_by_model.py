"""Activations are kept by the model and the shape of X."""

import itertools

import torch

LOSES = {"activations", "ablation"}
HINT = "Ask one model about some rows, and then about as many others. Are the second activations those of the second rows?"
BREAKS = {"activations": "What each layer puts out on the tokens X [N, L+1]"}

EDITS = """
@@ activations
-    return {"embed": e, "h1": h1, "h2": h2}
+    known = f"{[p.tolist() for p in model.parameters()]} {tuple(X.shape)}"
+    return activations.__dict__.setdefault(known, {"embed": e, "h1": h1, "h2": h2})
"""


def SIGNATURE(calls):
    """One model has the same values on other rows."""

    def rows(args):
        return getattr(args[1], "value", args[1])  # one that is held in the student's process

    pairs = [
        (one, two)
        for (name, args, _, one), (again, others, _, two) in itertools.pairwise(calls)
        if name == again and name in ("activations", "ablate") and one is not None and two is not None
        if args[0] is others[0] and list(args[2:]) == list(others[2:])
        if rows(args).shape == rows(others).shape and not torch.equal(rows(args), rows(others))
    ]
    return bool(pairs) and all(
        torch.equal(*(v["h1"] if isinstance(v, dict) else v for v in (one, two))) for one, two in pairs
    )
