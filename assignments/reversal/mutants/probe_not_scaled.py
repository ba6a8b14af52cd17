"""The features are centred and not scaled, and the penalty is the same for all."""

LOSES = {"probes"}
HINT = (
    "Your probe does not read what stands in small features beside large ones. "
    "How much does your penalty cost a feature a thousand times smaller than another?"
)
BREAKS = {"fit_probe": "they may differ in scale, a thousandfold"}

EDITS = """
@@ fit_probe
-    mean, scale = A.mean(dim=0), A.std(dim=0).clamp_min(1e-6)
+    mean, scale = A.mean(dim=0), torch.ones(A.shape[1], dtype=torch.float64)
@@ fit_probe
-    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
+    ridge = torch.eye(A.shape[1], dtype=torch.float64)
"""


def SIGNATURE(calls):
    """Its own probe reads as little of the small features, and theirs reads the others."""
    shares = []
    for name, args, _, value in calls:
        if name != "fit_probe":
            continue
        if value is None:
            return False
        A, t = args
        sizes = A.double().std(dim=0)
        small = bool(sizes.max() > 300 * sizes[sizes > 0].min() and A.shape[1] == 14 and sizes.min() > 1e-6)
        shares.append((small, probe_accuracy(Probe(*value), A, t)))
    small, others = ([share for is_small, share in shares if is_small is which] for which in (True, False))
    return bool(small) and bool(others) and max(small) < 0.95 < max(others)
