"""The sign is turned round: ablated minus intact."""

LOSES = {"influence"}
HINT = (
    "Your influence is negative where the source raises the target. Which of the two runs is subtracted "
    "from which?"
)


def feature_influence(model, tokens, source, target):
    seen = []

    def remove(value, hook):
        value = value.clone()
        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
        return value

    def read(value, hook):
        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
    intact, ablated = seen
    return ablated - intact
