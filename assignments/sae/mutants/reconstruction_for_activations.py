"""The activations are replaced by the reconstruction without the source, so what the autoencoder misses is lost too."""

LOSES = {"influence"}
HINT = (
    "Your ablation also removes what the autoencoder does not reconstruct. How can one latent's part be "
    "taken out and the rest left alone?"
)


def feature_influence(model, tokens, source, target):
    seen = []

    def remove(value, hook):
        value = value.clone()
        features = forward(source.sae, value[:, -1])[1]
        features[:, source.latent] = 0.0
        value[:, -1] = features @ source.sae.W_dec + source.sae.b_dec
        return value

    def read(value, hook):
        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
    intact, ablated = seen
    return intact - ablated
