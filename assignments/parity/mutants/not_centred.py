"""The activations are not centred, so r is a cosine and not a correlation."""

LOSES = {"activations"}
HINT = (
    "Your r depends on the mean of the activations. "
    "What does Pearson's r do with both means before it multiplies?"
)
BREAKS = {"label_correlation": "Pearson correlation of each neuron with the label"}


def label_correlation(model, X, y):
    H, label = hidden_activations(model, X).double(), y.double() - y.double().mean()
    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
    r = (label @ H) / (H.norm(dim=0) * label.norm()).clamp_min(1e-300)
    r = torch.where(constant, 0.0, r).clamp(-1, 1)
    freedom = len(y) - 2
    t = r * (freedom / (1 - r**2)) ** 0.5
    return r, torch.from_numpy(2 * scipy.stats.t.sf(t.abs(), freedom))
