"""The direction is added at every position."""

LOSES = {"steer"}
HINT = (
    "You change the activations at every position. Where was the autoencoder trained, and where should "
    "you steer?"
)


def steer(model, tokens, feature, scale):
    def add(value, hook):
        value = value.clone()
        value += scale * feature.sae.W_dec[feature.latent]
        return value

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
