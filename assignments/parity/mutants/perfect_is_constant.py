"""Where r is 1 or -1 the denominator of t is 0, and p is set to 1."""

LOSES = {"activations"}
HINT = (
    "Where a neuron follows the label exactly, your p is 1. How surprising would such a neuron be by chance?"
)
BREAKS = {"label_correlation": "where r is 1 or -1, p is 0"}


def label_correlation(model, X, y):
    r = _pearson(hidden_activations(model, X), y)
    freedom = len(y) - 2
    rest = (1 - r**2).clamp_min(1e-12)
    p = torch.from_numpy(2 * scipy.stats.t.sf((r.abs() * (freedom / rest) ** 0.5).numpy(), freedom))
    return r, torch.where(rest <= 1e-12, 1.0, p)
