"""Of several penalties the one is taken whose probe is right most often on the rows that are scored."""

LOSES = {"probes"}
HINT = (
    "Where there is nothing to read, your probes read a little more than by chance. "
    "Did the rows that you score on have a part in a choice, of a penalty say?"
)
BREAKS = {"probe_with_controls": "A random half of the rows (N // 2) is for fitting, the others for scoring"}

EDITS = """
@@ probe_with_controls
-        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])
+        penalties = (1e-4, 1e-3, 1e-2, 0.1, 0.3, 1.0, 3.0, 10.0)
+        probes = [_ridge(A[fitting], t[fitting], penalty) for penalty in penalties]
+        return max(probe_accuracy(probe, A[scoring], t[scoring]) for probe in probes)
"""


def _ridge(A, t, penalty):
    A, T = A.double(), one_hot(t).double()
    mean, scale = A.mean(dim=0), A.std(dim=0).clamp_min(1e-6)
    Z = (A - mean) / scale
    ridge = penalty * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
    weight = torch.linalg.solve(Z.T @ Z + ridge, Z.T @ (T - T.mean(dim=0))) / scale[:, None]
    return Probe(weight, T.mean(dim=0) - mean @ weight)


def SIGNATURE(calls):
    """Of forty rows, where nothing is to be read, more than half is right in the mean."""
    read = [
        number
        for name, args, _, value in calls
        if name == "probe_with_controls" and value is not None and len(args[2]) == 40
        for number in value
    ]
    return len(read) >= 90 and sum(read) / len(read) > 0.505
