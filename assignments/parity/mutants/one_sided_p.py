"""The p-value is one-sided: half of what it should be."""

LOSES = {"activations"}
HINT = (
    "Your p-values are half of what they should be. "
    "A correlation can be large in two directions; which does your test allow for?"
)
BREAKS = {"label_correlation": "p is two-sided"}


def label_correlation(model, X, y):
    r = _pearson(hidden_activations(model, X), y)
    freedom = len(y) - 2
    t = r.abs() * (freedom / (1 - r**2)) ** 0.5
    p = torch.from_numpy(scipy.stats.t.sf(t, freedom))
    return r, torch.where(r == 0, 1.0, p)
