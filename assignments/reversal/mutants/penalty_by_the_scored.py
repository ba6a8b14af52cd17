"""Of several penalties the one is taken whose probe is right most often on the rows that are scored."""

LOSES = {"probes"}
HINT = (
    "Where there is nothing to read, your probes read more than by chance. "
    "Did the rows that you score on have a part in a choice, of a penalty say, or of when to stop?"
)
BREAKS = {"probe_with_controls": "the others for scoring and nothing else"}

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
    """Where a layer holds nothing of either of two letters, more than half is right in the mean, and not nearly all."""
    from planted import knows_what_it_scores

    return knows_what_it_scores(calls)
