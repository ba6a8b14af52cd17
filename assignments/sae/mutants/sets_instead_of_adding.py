"""The activations are replaced by the direction."""

LOSES = {"steer"}
HINT = (
    "After your change nothing is left of what the model had computed there. Is the direction added, or "
    "put in its place?"
)


def steer(model, tokens, feature, scale):
    def add(value, hook):
        value = value.clone()
        value[:, -1] = scale * feature.sae.W_dec[feature.latent]
        return value

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
