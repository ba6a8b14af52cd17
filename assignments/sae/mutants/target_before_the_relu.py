"""The target is read before its ReLU, so a latent that does not fire can lose something."""

LOSES = {"influence"}
HINT = "Your target can fall below 0. Is that a feature's activation?"


def feature_influence(model, tokens, source, target):
    seen = []

    def remove(value, hook):
        value = value.clone()
        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
        return value

    def read(value, hook):
        sae = target.sae
        seen.append(((value[:, -1] - sae.b_dec) @ sae.W_enc + sae.b_enc)[:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
    intact, ablated = seen
    return intact - ablated
