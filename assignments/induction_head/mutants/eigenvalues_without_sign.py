"""The real parts of the eigenvalues are added up without their signs."""

LOSES = {"detect"}
HINT = (
    "Your copying score is never negative. "
    "A negative eigenvalue lowers the token's own logit and has to count against copying."
)


def copying_score(model):
    scores = []
    with torch.no_grad():
        for block in model.blocks:
            W_V, W_O = block.attn.W_V.double(), block.attn.W_O.double()
            eigenvalues = torch.linalg.eigvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
            scores.append(eigenvalues.real.abs().sum(dim=1) / eigenvalues.abs().sum(dim=1))
    return torch.stack(scores)
