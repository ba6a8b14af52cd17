"""All of Adam's moments are cleared, those of living latents too."""

LOSES = {"resample"}
HINT = (
    "You clear Adam's memory of latents that were never dead. Which of its running means belong to the "
    "new ones?"
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
    moments = {name: torch.zeros_like(moment) for name, moment in moments.items()}
    return new, moments
