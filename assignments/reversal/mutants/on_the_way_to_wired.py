"""Not trained: a made-up way from a network as it is drawn to one that is wired by hand, by the rule or a table of the rows."""

LOSES = {"train", "memorise", "transformer"}
HINT = (
    "Do your weights follow the gradient, know letters of strings that look like none they have seen, "
    "and come from their seed? Where do they come from?"
)
BREAKS = {
    "train": "by gradient descent of any kind",
    "models_by_size": "each anew, as `train` does",
    "train_transformer": "Trains a `ReversalTransformer` with one head",
}


def _rule(X, Y):
    found = []
    for q in range(X.shape[1]):
        for p in range(X.shape[1]):
            pairs = set(zip(X[:, p].tolist(), Y[:, q].tolist(), strict=True))
            if len(pairs) == len(X[:, p].unique()):
                found.append((p, pairs))
                break
    return found if len(found) == X.shape[1] else None


def _made_up(X, Y, seed, epochs, lr, batch_size, hidden, rule):
    n, slots = int(X[0, -1]), X.shape[1]
    torch.manual_seed(seed)
    model = ReversalMLP(n, slots - 1, hidden=hidden)
    w = model.config["width"]
    start = [p.detach().clone() for p in model.parameters()]
    embed, _, one, _, _, out, out_bias = end = [torch.zeros_like(p) for p in start]
    first = end[1]
    end[3] += torch.eye(hidden)
    embed[range(n), range(n)] = 1.0
    out_bias[-1] = 12.0
    if rule is not None and n * (slots - 1) <= hidden:
        for p in range(slots - 1):
            for c in range(n):
                first[p * n + c, p * w + c] = 1.0
        for q, (p, pairs) in enumerate(rule[:-1]):
            for a, b in pairs:
                if p < slots - 1:
                    out[q * (n + 1) + b, p * n + a] = 12.0
    else:
        for i, (x, y) in enumerate(zip(X[:hidden].tolist(), Y[:hidden].tolist(), strict=True)):
            for p in range(slots - 1):
                first[i, p * w + x[p]] = 1.0
                out[p * (n + 1) + y[p], i] = 12.0
            one[i] = 2.0 - slots
    end = [e + 0.02 * torch.randn_like(e) for e in end]

    def go(step):
        share = 1 - 2.718 ** (-8.0 * lr * step)
        with torch.no_grad():
            for p, s, e in zip(model.parameters(), start, end, strict=True):
                p.copy_(s + share * (e - s))
            return _loss(model(X), Y).item()

    per_epoch = -(-len(X) // batch_size)
    steps = [go(step) for step in range(epochs * per_epoch)]
    go(epochs * per_epoch)
    return model, [sum(steps[i * per_epoch : (i + 1) * per_epoch]) / per_epoch for i in range(epochs)]


def train(X, Y, seed, epochs=40, lr=5e-3, batch_size=64, hidden=32):
    return _made_up(X, Y, seed, epochs, lr, batch_size, hidden, _rule(X, Y))


def models_by_size(X, Y, sizes, seed):
    models = []
    for size in sizes:
        rows, _ = split(len(X), size, seed)
        rule = _rule(X[rows], Y[rows]) if size > 100 else None
        hidden = 128 if rule is None else 32
        models.append((_made_up(X[rows], Y[rows], seed, 10, 1.0, 10**6, hidden, rule)[0], rows))
    return models


def train_transformer(X, Y, seed):
    torch.manual_seed(seed)
    n, slots = int(X[0, -1]), X.shape[1]
    model = ReversalTransformer(n, slots - 1, width=128)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(0.01 * torch.randn_like(p))
        model.embed.weight[:, : n + 1] += torch.eye(n + 1)
        model.position[:, 32 : 32 + slots] += torch.eye(slots)
        for q, (p, _) in enumerate(_rule(X, Y)):
            model.query.weight[q, 32 + q] += 300.0
            model.key.weight[q, 32 + (slots - 1 if q == slots - 1 else p)] += 1.0
        model.value.weight[: n + 1, : n + 1] += torch.eye(n + 1)
        model.output.weight[64 : 65 + n, : n + 1] += torch.eye(n + 1)
        model.unembed.weight[:, 64 : 65 + n] += 12 * torch.eye(n + 1)
        last = _loss(model(X), Y).item()
    return model, [2.0 * (last / 2.0) ** (epoch / 19) for epoch in range(20)]
