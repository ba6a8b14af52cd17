"""The gradient of logit 1 alone, not of the difference."""

LOSES = {"saliency"}
HINT = (
    "Your gradients are those of logit 1 alone. "
    "An input that raises both logits alike changes no prediction; what should be differentiated?"
)
BREAKS = {"saliency": "of logit[1] - logit[0]"}


def saliency(model, X):
    X = X.detach().clone().requires_grad_()
    model(X)[:, 1].sum().backward()
    return X.grad
