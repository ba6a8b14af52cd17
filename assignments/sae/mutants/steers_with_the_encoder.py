"""The encoder's column is added, where the decoder's row is the latent's direction."""

LOSES = {"steer"}
HINT = "You add the direction that the latent reads with. Which one does it write with?"


def steer(model, tokens, feature, scale):
    def add(value, hook):
        value = value.clone()
        value[:, -1] += scale * feature.sae.W_enc[:, feature.latent]
        return value

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
