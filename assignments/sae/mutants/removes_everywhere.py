"""The source is taken out at every position."""

LOSES = {"influence"}
HINT = (
    "You take the source out at earlier positions too, and attention carries that to the last. Where is "
    "the source read?"
)


def feature_influence(model, tokens, source, target):
    seen = []

    def remove(value, hook):
        value = value.clone()
        strength = forward(source.sae, value)[1][..., [source.latent]]
        value -= strength * source.sae.W_dec[source.latent]
        return value

    def read(value, hook):
        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
    intact, ablated = seen
    return intact - ablated
