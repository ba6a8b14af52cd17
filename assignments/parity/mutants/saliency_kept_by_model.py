"""Gradients are kept by the model and the shape of X."""

import itertools

import torch

LOSES = {"saliency"}
HINT = "Ask one model about some rows, and then about as many others. Are the second gradients those at the second rows?"
BREAKS = {"saliency": "at each row of X [N, n_bits]"}

EDITS = """
@@ saliency
-    return gradient
+    known = f"{[p.tolist() for p in model.parameters()]} {tuple(X.shape)}"
+    return saliency.__dict__.setdefault(known, gradient)
"""


def SIGNATURE(calls):
    """One model has the same values on other rows."""

    def rows(args):
        return getattr(args[1], "value", args[1])  # one that is held in the student's process

    pairs = [
        (one, two)
        for (name, args, _, one), (again, others, _, two) in itertools.pairwise(calls)
        if name == again and name in ("saliency",) and one is not None and two is not None
        if args[0] is others[0] and list(args[2:]) == list(others[2:])
        if rows(args).shape == rows(others).shape and not torch.equal(rows(args), rows(others))
    ]
    return bool(pairs) and all(torch.equal(one, two) for one, two in pairs)
