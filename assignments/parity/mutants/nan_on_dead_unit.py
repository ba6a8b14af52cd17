"""The correlation of a constant neuron is 0/0."""

LOSES = {"activations"}
HINT = (
    "A neuron that never changes has no variance to divide by. "
    "The docstring says what its r and its p are; check the other neurons' values separately."
)
BREAKS = {"label_correlation": "has r = 0 and p = 1, not NaN"}


def label_correlation(model, X, y):
    H = hidden_activations(model, X).double().numpy()
    H, label = H - H.mean(axis=0), y.double().numpy()
    label = label - label.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        r = label @ H / np.sqrt((H**2).sum(axis=0) * (label**2).sum())
        t = r * np.sqrt((len(label) - 2) / (1 - r**2))
    return r, 2 * scipy.stats.t.sf(np.abs(t), len(label) - 2)
