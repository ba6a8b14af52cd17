"""Directions whose singular value is below .001 are dropped, however short the whole basis is."""

LOSES = {"interchange"}
HINT = "What does your basis span if all its columns are a ten-thousandth long? A cut-off has to be relative."
BREAKS = {"interchange": "and may have any length above 0"}


def _projection(basis):
    U, S, _ = torch.linalg.svd(basis.double(), full_matrices=False)
    kept = U[:, S > 1e-3]
    return (kept @ kept.T).to(torch.float32)
