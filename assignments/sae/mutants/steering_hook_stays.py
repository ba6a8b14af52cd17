"""The hook is added to the model and never removed."""

LOSES = {"steer"}
HINT = (
    "After your call there is a hook on the model that was not there before. What takes it off again: "
    "run_with_hooks, or you?"
)


def steer(model, tokens, feature, scale):
    def add(value, hook):
        value = value.clone()
        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
        return value

    model.add_hook(feature.hook_name, add)
    with torch.no_grad():
        return model(tokens)[:, -1]
