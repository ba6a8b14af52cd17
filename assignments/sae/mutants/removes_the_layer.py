"""The whole layer is set to 0, not the one latent."""

LOSES = {"influence"}
HINT = (
    "You silence every unit of the layer, so every source has the same influence. What part of the "
    "activations is the source's?"
)


def feature_influence(model, tokens, source, target):
    seen = []

    def remove(value, hook):
        value = value.clone()
        value[:, -1] = 0.0
        return value

    def read(value, hook):
        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
    intact, ablated = seen
    return intact - ablated
