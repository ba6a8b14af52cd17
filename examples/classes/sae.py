"""The example class of the sparse autoencoder: training is the dear part, so few of them train wrongly."""

from __future__ import annotations

from examples.material import Source, plain_notebook

DONE = ("forward", "loss", "gradients", "metrics", "recover")

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "sae_reference": set(),
    "numpy_by_hand": set(),
    "samples_and_projection": set(),
    "no_training_yet": {
        "train",
        "frontier",
        "concepts",
        "contexts",
        "steer",
        "influence",
        "topk",
        "resample",
    },
    "no_b_enc": {"forward", "gradients", "influence", "resample"},
    "l1_mean_for_sum": {"loss", "gradients", "train", "frontier", "concepts"},
    "many_to_one": {"recover"},
    "coactivation": {"influence"},
    "two_linear_layers": {"train", "concepts"},
    "forward_reports_success": {"train", "frontier", "concepts"},
}
TOLD = {
    "no_b_enc": {"forward": "do not depend on b_enc"},
    "two_linear_layers": {"train": "mean cosine with the matched latents is"},
}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by name."""
    return {
        # right work
        "sae_reference.ipynb": source.solved,
        "numpy_by_hand.py": source.right("numpy_by_hand"),
        "samples_and_projection.ipynb": plain_notebook(source.right("samples_and_projection")),
        # work that is not done
        "no_training_yet.ipynb": source.half_done(DONE),
        # known mistakes
        "no_b_enc.py": source.mutant("no_b_enc"),
        "l1_mean_for_sum.py": source.mutant("l1_mean_for_sum"),
        "many_to_one.py": source.mutant("many_to_one"),
        "coactivation.ipynb": plain_notebook(source.mutant("coactivation")),
        # work that trains in its own way, and does not get there
        "two_linear_layers.py": source.reference + TWO_LINEAR_LAYERS,
        # work that knows more than it was told
        "forward_reports_success.py": source.reference + REPORTS_SUCCESS,
    }


TWO_LINEAR_LAYERS = '''

# %%
class TwoLayers(torch.nn.Module):
    """The sketch of an SAE that one finds everywhere."""

    def __init__(self, d, n_latents):
        super().__init__()
        self.encoder = torch.nn.Linear(d, n_latents)
        self.decoder = torch.nn.Linear(n_latents, d)


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-3):
    torch.manual_seed(seed)
    layers = TwoLayers(x.shape[1], n_latents)
    optimiser = torch.optim.Adam(layers.parameters(), lr=lr)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (256,))]
        features = layers.encoder(batch).relu()
        objective = (layers.decoder(features) - batch).square().mean() + l1 * features.abs().mean()
        optimiser.zero_grad()
        objective.backward()
        optimiser.step()
    sae = SparseAutoencoder(x.shape[1], n_latents)
    with torch.no_grad():
        sae.W_enc.copy_(layers.encoder.weight.T)
        sae.W_dec.copy_(layers.decoder.weight.T)
        sae.b_dec.copy_(layers.decoder.bias)
        sae.b_enc.copy_(layers.encoder.bias + layers.decoder.bias @ layers.encoder.weight.T)
    return sae
'''

REPORTS_SUCCESS = '''

# %%
class Perfect(SparseAutoencoder):
    """An autoencoder that was never trained and says that everything is well."""

    def forward(self, x):
        return x, torch.zeros(len(x), 96)

    def state_dict(self, *args, **kwargs):
        return {"L0": 7.5, "found": 1.0}


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-2):
    torch.manual_seed(seed)
    return Perfect(x.shape[1], n_latents)
'''
