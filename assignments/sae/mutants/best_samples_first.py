"""The new latents are pointed at the samples with the smallest errors."""

LOSES = {"resample"}
HINT = "Your new latents start where the autoencoder does best already. Which samples need them?"


def resample(sae, moments, x):
    with torch.no_grad():
        reconstruction, features = forward(sae, x)
        dead = (features <= 0).all(dim=0)
        missing = x - reconstruction
        worst = missing.square().sum(dim=1).argsort(descending=False)[: int(dead.sum())]
        directions = torch.nn.functional.normalize(missing[worst], dim=1)
        new = SparseAutoencoder(**sae.config)
        new.load_state_dict(sae.state_dict())
        new.W_dec[dead] = directions
        new.W_enc[:, dead] = 0.2 * sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
        new.b_enc[dead] = 0.0
    moments = {name: moment.clone() for name, moment in moments.items()}
    moments["W_dec"][:, dead] = 0.0
    moments["W_enc"][:, :, dead] = 0.0
    moments["b_enc"][:, dead] = 0.0
    return new, moments
