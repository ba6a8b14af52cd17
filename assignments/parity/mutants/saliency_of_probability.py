"""The gradient of the probability of label 1, which vanishes where the model is sure."""

LOSES = {"saliency"}
HINT = (
    "Your gradients are those of a probability: small wherever the model is sure, however the bits push. "
    "What comes before the softmax?"
)
BREAKS = {"saliency": "of logit[1] - logit[0]"}


def saliency(model, X):
    X = X.detach().clone().requires_grad_()
    model(X).softmax(dim=1)[:, 1].sum().backward()
    return X.grad
