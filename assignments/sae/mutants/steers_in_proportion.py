"""The direction is multiplied by the latent's own activation, so where it is silent nothing happens."""

LOSES = {"steer"}
HINT = (
    "On prompts where the latent does not fire, your steering changes nothing. What should the scale "
    "alone decide?"
)


def steer(model, tokens, feature, scale):
    def add(value, hook):
        value = value.clone()
        strength = forward(feature.sae, value[:, -1])[1][:, [feature.latent]]
        value[:, -1] += scale * strength * feature.sae.W_dec[feature.latent]
        return value

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
