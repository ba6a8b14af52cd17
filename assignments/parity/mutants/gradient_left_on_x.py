"""The gradient is left in X.grad and returned from there: the next call on this X overwrites it."""

LOSES = {"saliency"}
HINT = "Your gradients are right. Is X as it was before the call? Look at its requires_grad and at X.grad, and try X.numpy()."
BREAKS = {"saliency": "of X, `requires_grad` is False and `grad` None before and after"}


def saliency(model, X):
    if X.grad is not None:
        X.grad.zero_()
    X.requires_grad_(True)
    logits = model(X)
    (logits[:, 1] - logits[:, 0]).sum().backward()
    X.requires_grad_(False)
    return X.grad
