"""The probe has no bias, so features far from 0 cannot be told from others."""

LOSES = {"probes"}
HINT = (
    "Your probe has no bias. One feature is 3 for one class and 6 for the other: "
    "which scores, linear in it and 0 at 0, would tell them apart?"
)
BREAKS = {"fit_probe": "Features may have means far from 0"}


def fit_probe(A, t):
    A, T = A.double(), one_hot(t).double()
    ridge = 1e-6 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
    weight = torch.linalg.solve(A.T @ A + ridge, A.T @ T)
    return Probe(weight, torch.zeros(T.shape[1], dtype=torch.float64))
