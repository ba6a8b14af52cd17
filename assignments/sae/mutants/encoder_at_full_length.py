"""The new latents' encoder columns have the full length of the living ones'."""

LOSES = {"resample"}
HINT = (
    "Your new latents speak as loudly as the living ones from the first step. By which factor should "
    "their encoder be shorter?"
)


def resample(sae, moments, x):
    with torch.no_grad():
        reconstruction, features = forward(sae, x)
        dead = (features <= 0).all(dim=0)
        missing = x - reconstruction
        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
        directions = torch.nn.functional.normalize(missing[worst], dim=1)
        new = SparseAutoencoder(**sae.config)
        new.load_state_dict(sae.state_dict())
        new.W_dec[dead] = directions
        new.W_enc[:, dead] = sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
        new.b_enc[dead] = 0.0
    moments = {name: moment.clone() for name, moment in moments.items()}
    moments["W_dec"][:, dead] = 0.0
    moments["W_enc"][:, :, dead] = 0.0
    moments["b_enc"][:, dead] = 0.0
    return new, moments
