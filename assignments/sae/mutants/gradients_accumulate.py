"""Gradients are read from the parameters and never cleared, so a second call adds to the first."""

LOSES = {"gradients"}
HINT = (
    "Your first answer is right and the second is the sum of both. What does backward() do with a "
    "gradient that is already there?"
)


def gradients(sae, x, l1):
    total, _, _ = loss(x, *forward(sae, x), l1)
    total.backward()
    return {name: parameter.grad.clone() for name, parameter in sae.named_parameters()}
