"""The probe's weight has a row for each class, as a linear layer of torch has it."""

LOSES = {"probes"}
HINT = "Your probe's weight seems to be turned over. The docstring wants [F, C]; how does `nn.Linear` keep its weight?"
BREAKS = {
    "fit_probe": "Returns Probe(weight [F, C], bias [C])",
    "probe_accuracy": "for which the probe's answer is t",
}

EDITS = """
@@ fit_probe
-    return Probe(weight, T.mean(dim=0) - mean @ weight)
+    return Probe(weight.T, T.mean(dim=0) - mean @ weight)
@@ probe_accuracy
-    scores = A.double() @ probe.weight.double() + probe.bias.double()
+    scores = A.double() @ probe.weight.double().T + probe.bias.double()
"""


def SIGNATURE(calls):
    """The weights have a row for each class."""
    shapes = [
        (tuple(value.weight.shape), (len(value.bias), args[0].shape[1]))
        for name, args, _, value in calls
        if name == "fit_probe" and value is not None and isinstance(args[0], torch.Tensor)
    ]
    told = [(shape, turned) for shape, turned in shapes if turned != turned[::-1]]
    return bool(told) and all(shape == turned for shape, turned in told)
