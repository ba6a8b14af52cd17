"""The baseline is kept by the model, and serves for other rows and answers."""

import torch

LOSES = {"ablation"}
HINT = "Sweep one model on some rows, and then on others. Is the second baseline that of the second rows?"
BREAKS = {"ablation_sweep": "the baseline is the intact model"}

EDITS = """
@@ ablation_sweep
-        accuracy, loss = _score(model(X), Y)
+        known = f"{[p.tolist() for p in model.parameters()]}"
+        accuracy, loss = ablation_sweep.__dict__.setdefault(known, _score(model(X), Y))
"""


def SIGNATURE(calls):
    """A sweep is right, or off by the same for all neurons."""
    off = []
    for name, args, kwargs, value in calls:
        if name == "ablation_sweep" and value is not None:
            model = getattr(args[0], "value", args[0])  # one that is held in the student's process
            (X, Y), how = args[1:3], [*args[3:], *kwargs.values()]
            with torch.no_grad():
                intact = _score(model(X), Y)[1]
            right = torch.stack(
                [_score(ablate(model, X, how[0], j, how[1]), Y)[1] - intact for j in range(len(value[1]))]
            )
            off.append(value[1].double() - right)
    alike = all((error - error[:1]).abs().max() < 1e-4 for error in off)
    exact = [bool(error.abs().max() < 1e-4) for error in off]
    return alike and any(exact) and not all(exact)
