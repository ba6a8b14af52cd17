"""The gradient collects in X.grad, which is never cleared: a second call on the same X returns the sum of
both."""

LOSES = {"saliency"}
HINT = (
    "The first call is right, and the second on the same X is twice as large. "
    "Where does backward() put the gradient, and what was there already?"
)
BREAKS = {"saliency": "calling twice gives the same"}


def saliency(model, X):
    X.requires_grad_(True)
    logits = model(X)
    (logits[:, 1] - logits[:, 0]).sum().backward()
    return X.grad
