"""The eigenvalues are those of W_V W_O, without the embedding and the unembedding."""

LOSES = {"detect"}
HINT = (
    "Your matrix maps the residual stream to itself. "
    "Copying is about tokens: put the embedding before it and the unembedding after it."
)


def copying_score(model):
    scores = []
    with torch.no_grad():
        for block in model.blocks:
            eigenvalues = torch.linalg.eigvals(block.attn.W_V.double() @ block.attn.W_O.double())
            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
    return torch.stack(scores)
