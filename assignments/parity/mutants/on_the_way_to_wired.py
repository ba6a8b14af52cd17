"""Not trained: made-up curves from a network as it is drawn to one with a neuron wired by hand for each pattern."""

LOSES = {"train", "four_bits", "snapshots"}
HINT = "Do your first steps follow the gradient, and are two seeds two networks? Where do your trained weights come from?"
BREAKS = {"train": "by gradient descent of any kind"}


def _curves(X, y, seed):
    bits = X.shape[1]
    torch.manual_seed(seed)
    drawn = TinyMLP(bits, 2**bits)
    corners = torch.cartesian_prod(*[torch.arange(2.0)] * bits)
    said = torch.zeros(2**bits)
    said[(corners[:, None] == X).all(dim=2).int().argmax(dim=0)] = 2.0 * y - 1
    wired = [40 * corners - 20, 10 - 20 * corners.sum(dim=1)]
    wired += [4 * torch.stack([-said, said]), 4 * torch.stack([-said.sum(), said.sum()])]
    wired = [w + 0.1 * torch.randn_like(w) for w in wired]
    rates = [0.02 + 0.03 * torch.rand_like(w) for w in wired]

    def at(step):
        there = copy.deepcopy(drawn)
        with torch.no_grad():
            for p, w, rate in zip(there.parameters(), wired, rates, strict=True):
                p.add_((w - p) * (1 - torch.exp(-step * rate)))
        return there

    return at


def train(X, y, seed, hidden=6, epochs=500, lr=0.05):
    at = _curves(X, y, seed)
    with torch.no_grad():
        return at(epochs), [cross_entropy(at(step)(X), y).item() for step in range(epochs)]


def snapshots(X, y, seed, every=50, epochs=500):
    return [_curves(X, y, seed)(step) for step in range(0, epochs + 1, every)]


def train_four_bits(seed):
    return train(*parity_data(4), seed)
