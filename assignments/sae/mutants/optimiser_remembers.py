"""Adam's moments are returned as they were, so the new latents are moved by the memory of the dead ones."""

LOSES = {"resample"}
HINT = (
    "The new latents are right, and Adam still remembers the dead ones. Which of its running means belong "
    "to them?"
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
        new.W_enc[:, dead] = 0.2 * sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
        new.b_enc[dead] = 0.0
    moments = {name: moment.clone() for name, moment in moments.items()}
    return new, moments
