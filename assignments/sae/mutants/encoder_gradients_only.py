"""Only the encoder is asked for its gradients, and the decoder gets zeros."""

LOSES = {"gradients"}
HINT = (
    "Your decoder and its bias have no gradient. Which of the four parameters does the reconstruction "
    "depend on?"
)
BREAKS = {"gradients": "for each parameter, by name, in the parameter's shape"}


def gradients(sae, x, l1):
    total, _, _ = loss(x, *forward(sae, x), l1)
    found = {name: torch.zeros_like(parameter) for name, parameter in sae.named_parameters()}
    found["W_enc"], found["b_enc"] = torch.autograd.grad(total, [sae.W_enc, sae.b_enc])
    return found
