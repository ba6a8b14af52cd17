"""Another descent: a basis kept orthonormal by projection after each step of momentum, with the rest of the position drawn
from a Gaussian along random directions. Patches are by the normal equations."""

import itertools

import torch
from explanation import Explanation, Site
from given import LAYERS, LOUDER, NAMES, POSITIONS, D, Place, all_inputs, dimensions, hypotheses
from torch.nn.functional import nll_loss, one_hot

X = all_inputs()


def run_causal(causal, X, do=None):
    columns = {name: X[:, i] for i, name in enumerate(NAMES)}
    fixed = do if do is not None else {}
    for variable in causal.variables:
        if variable.name in fixed:
            columns[variable.name] = fixed[variable.name]
        else:
            rows = torch.stack([columns[p] for p in variable.parents])
            columns[variable.name] = torch.stack([variable.table[tuple(row)] for row in rows.T])
    return columns


def fast(causal, X, do=None):
    """The same, for all rows at once."""
    columns = dict(zip(NAMES, X.T, strict=True))
    for v in causal.variables:
        columns[v.name] = (do or {}).get(v.name, None)
        if columns[v.name] is None:
            columns[v.name] = v.table[tuple(columns[p] for p in v.parents)]
    return columns


def swap(h, source, basis):
    """The rows h [N, d] with the component in the span from source: by the normal equations."""
    basis = basis.double()
    coefficients = torch.linalg.solve(basis.T @ basis, basis.T @ (source - h).double().T)
    return h + (basis @ coefficients).T.float()


def edited(model, base, edits):
    """Logits with edits (layer, position, function of [N, d]) made in their order at each layer."""
    h = model.embed(base)
    for layer in range(LAYERS + 1):
        h = h if layer == 0 else model.block(layer - 1, h)
        for at, position, change in edits:
            if at == layer:
                h = torch.cat([h[:, :position], change(h[:, position])[:, None], h[:, position + 1 :]], dim=1)
    return model.logits(h)


def swaps_as_edits(model, swaps):
    edits = []
    for source, sites in swaps:
        streams = model.streams(source)
        for s in sites:
            there = streams[s.layer, :, s.position]
            edits.append((s.layer, s.position, lambda h, there=there, basis=s.basis: swap(h, there, basis)))
    return edits


def interchange(model, base, swaps):
    return edited(model, base, swaps_as_edits(model, swaps)).detach()


def count(causal, name, base, source, logits):
    out = causal.output.name
    goal = fast(causal, base, {name: fast(causal, source)[name]})[out]
    right = (logits.argmax(1) == goal).float()
    moved = goal != fast(causal, base)[out]
    return {"changed": float(right[moved].mean()), "kept": float(right[~moved].mean())}.values()


def interchange_accuracy(model, explanation, name, base, source):
    logits = interchange(model, base, [(source, explanation.sites[name])])
    return tuple(count(explanation.causal, name, base, source, logits))


def scrubbed_accuracy(model, explanation, name, base, source, others, R):
    places = {(s.layer, s.position) for sites in explanation.sites.values() for s in sites}
    n, edits = len(base), []
    runs, everything = model.streams(others.reshape(-1, 4)), model.streams(X)
    for layer, x in places:
        named = [
            s.basis.double()
            for ss in explanation.sites.values()
            for s in ss
            if (s.layer, s.position) == (layer, x)
        ]
        basis = torch.cat(named, dim=1)
        P = (basis @ torch.linalg.pinv(basis)).float()
        mean = everything[layer, :, x].mean(0)
        away = runs[layer, :, x].reshape(n, D, D) - mean  # [row, direction, d]
        noise = mean + LOUDER * torch.einsum("nkd,dk,ek->ne", away, R, R)
        edits.append((layer, x, lambda h, P=P, noise=noise: h @ P + noise @ (torch.eye(D) - P)))
    edits += swaps_as_edits(model, [(source, explanation.sites[name])])
    return tuple(count(explanation.causal, name, base, source, edited(model, base, edits)))


def probe_subspace(A, values, r):
    A = (A - A.mean(0)).double()
    Y = one_hot(values).double()
    W = torch.linalg.pinv(A) @ (Y - Y.mean(0))
    return torch.linalg.svd(W)[0][:, :r].float()


def pairs_for(causal, names, n, seed):
    g = torch.Generator().manual_seed(seed)
    base, source = X[torch.randint(625, (2, 40 * n), generator=g)]
    clean = fast(causal, source)
    goal = fast(causal, base, {name: clean[name] for name in names})[causal.output.name]
    moved = goal != fast(causal, base)[causal.output.name]
    keep = torch.cat([moved.nonzero()[:n, 0], (~moved).nonzero()[:n, 0]])
    return base[keep], source[keep], goal[keep], moved[keep]


def follows(model, causal, names, layer, positions):
    base, source, goal, moved = pairs_for(causal, names, 100, 3)
    whole = [Site(layer, x, torch.eye(D)) for x in positions]
    right = (interchange(model, base, [(source, whole)]).argmax(1) == goal).float()
    return bool(right[moved].mean() >= 0.97 and right[~moved].mean() >= 0.97)


def read(model, causal, name, layer):
    A = torch.cat([model.streams(X)[layer], torch.ones(625, POSITIONS, 1)], dim=2).double()
    values = fast(causal, X)[name]
    guess = A.transpose(0, 1) @ (torch.linalg.pinv(A.transpose(0, 1)) @ one_hot(values).double())
    return (guess.argmax(2) == values).double().mean(1) >= 0.99


def find_places(model, causal):
    names = [v.name for v in causal.inner]
    places, left = [], []
    for name in names:
        options = []
        for layer in (1, 2):
            options += [(layer, (x,)) for x in range(POSITIONS)]
            can = read(model, causal, name, layer).nonzero()[:, 0].tolist()
            options += [(layer, pair) for pair in itertools.combinations(can, 2)]
        hit = next((o for o in options if follows(model, causal, [name], *o)), None)
        if hit:
            places.append(Place((name,), *hit))
        else:
            left.append(name)
    if len(left) > 1:
        shared = [(layer, (x,)) for layer in (1, 2) for x in range(POSITIONS)]
        hit = next((o for o in shared if follows(model, causal, left, *o)), None)
        return [*places, Place(tuple(left), *hit)] if hit else []
    return [] if left else places


def choose_algorithm(model, causal_models):
    said = model(X).argmax(1)
    for index, causal in enumerate(causal_models):
        if not (fast(causal, X)[causal.output.name] != said).any() and (places := find_places(model, causal)):
            return [index, places]
    raise ValueError("nothing fits")


def descend(model, causal, place, seed):
    """One run: the loss at its end, and the bases by position."""
    g = torch.Generator().manual_seed(seed)
    sizes = [dimensions(v) for v in causal.inner if v.name in place.names]
    streams = model.streams(X)[place.layer]
    rows = {}
    for name in place.names:
        base, source, goal, _ = pairs_for(causal, [name], 500, seed)
        number = torch.tensor([125, 25, 5, 1])
        rows[name] = (base @ number, source @ number, goal)
    bases = [torch.linalg.qr(torch.randn(D, sum(sizes), generator=g))[0] for _ in place.positions]
    first = [torch.zeros_like(b) for b in bases]
    second = [torch.zeros(()) for _ in bases]
    recent, steps = [], 400 * len(sizes)
    for step in range(steps):
        k = step % len(sizes)
        base, source, goal = (
            part[torch.randint(len(part), (96,), generator=torch.Generator().manual_seed(step))]
            for part in rows[place.names[k]]
        )
        for b in bases:
            b.requires_grad_()
        h = streams[base].clone()
        for x, b in zip(place.positions, bases, strict=True):
            mine = torch.split(b, sizes, dim=1)[k]
            scale = LOUDER * min(1.0, (step + 1) / 120)
            R = torch.linalg.qr(torch.randn(D, D, generator=g))[0]
            size = (streams[:, x] @ R).std(0)
            noise = streams[:, x].mean(0) + scale * (size * torch.randn(96, D, generator=g)) @ R.T
            there = noise + (streams[base, x] - noise) @ b @ b.T
            h[:, x] = there + (streams[source, x] - there) @ mine @ mine.T
        for layer in range(place.layer, LAYERS):
            h = model.block(layer, h)
        loss = nll_loss(model.logits(h).log_softmax(1), goal)
        slopes = torch.autograd.grad(loss, bases)
        with torch.no_grad():
            for i, slope in enumerate(slopes):
                b = bases[i].detach()
                slope = slope - b @ (b.T @ slope + slope.T @ b) / 2  # along the manifold
                first[i] = 0.9 * first[i] + 0.1 * slope
                second[i] = 0.99 * second[i] + 0.01 * slope.square().mean()
                away = first[i] / (second[i] / (1 - 0.99 ** (step + 1))).sqrt().clamp_min(1e-8)
                bases[i] = torch.linalg.qr(b - 0.12 * (1 - step / steps) * away)[0]
        recent = [*recent[-19:], loss.item()]
        mean = sum(recent) / len(recent)
        if (step == 160 and mean > 1) or (step > 140 and mean < 0.02):
            break
    return mean, [b.detach() for b in bases]


def learn_alignment(model, causal, place):
    sizes = [dimensions(v) for v in causal.inner if v.name in place.names]
    best = None
    for seed in range(12):
        found = descend(model, causal, place, seed)
        best = found if best is None or found[0] < best[0] else best
        if best[0] < 0.06:
            break
    split = [torch.split(b, sizes, dim=1) for b in best[1]]
    return {
        name: [Site(place.layer, x, parts[k]) for x, parts in zip(place.positions, split, strict=True)]
        for k, name in enumerate(place.names)
    }


def explain(model):
    index, places = choose_algorithm(model, hypotheses())
    causal = hypotheses()[index]
    sites = {}
    for place in places:
        sites.update(learn_alignment(model, causal, place))
    return Explanation(causal, sites)
