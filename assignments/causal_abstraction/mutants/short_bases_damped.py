"""The projection is damped by a number that counts for short columns."""

LOSES = {"interchange"}
HINT = "Multiply a basis by .001: the span is the same. Is what you put in the same?"
BREAKS = {"interchange": "which need not be orthonormal"}


def _projection(basis):
    B = basis.double()
    damped = B.T @ B + 1e-5 * torch.eye(B.shape[1], dtype=B.dtype)
    return (B @ torch.linalg.solve(damped, B.T)).to(torch.float32)
