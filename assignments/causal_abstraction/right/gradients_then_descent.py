"""What the logits' gradients span at a place is all that the network reads there. Of one variable it is the answer; of two
that share the place, descent over rotations of the span tells whose is which, and no noise is needed. Patches are by the
normal equations."""

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


def read_by_the_network(model, place, rank):
    """An orthonormal basis [D, rank] of the logits' gradients at each position of a place."""
    h = model.streams(X)[place.layer].clone().requires_grad_()
    z = h
    for layer in range(place.layer, LAYERS):
        z = model.block(layer, z)
    logits = model.logits(z)
    slopes = [
        torch.autograd.grad(logits[:, c].sum(), h, retain_graph=True)[0] for c in range(logits.shape[1])
    ]
    return [
        torch.linalg.svd(torch.cat([g[:, x] for g in slopes]), full_matrices=False)[2][:rank].T
        for x in place.positions
    ]


def descend(model, causal, place, spans, sizes, seed):
    """The last losses of one run, and the rotation of the span at which it ended."""
    (span,), (x,) = spans, place.positions
    g = torch.Generator().manual_seed(seed)
    number = torch.tensor([125, 25, 5, 1])
    rows = [pairs_for(causal, [name], 500, seed)[:3] for name in place.names]
    rows = [(base @ number, source @ number, goal) for base, source, goal in rows]
    streams = model.streams(X)[place.layer]
    free = torch.randn(sum(sizes), sum(sizes), generator=g).requires_grad_()
    optimiser = torch.optim.RMSprop([free], 0.03)
    recent = []
    for step in range(100 * len(sizes)):
        k = step % len(sizes)
        some = torch.randint(len(rows[k][0]), (64,), generator=g)
        base, source, goal = (part[some] for part in rows[k])
        basis = torch.split(span @ torch.linalg.qr(free)[0], sizes, dim=1)[k]
        h = streams[base].clone()
        h[:, x] += (streams[source, x] - h[:, x]) @ basis @ basis.T
        for layer in range(place.layer, LAYERS):
            h = model.block(layer, h)
        loss = nll_loss(model.logits(h).log_softmax(1), goal)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        recent = [*recent[-19:], loss.item()]
        if step > 60 and sum(recent) < 20 * 0.01:
            break
    return sum(recent) / 20, torch.linalg.qr(free)[0].detach()


def learn_alignment(model, causal, place):
    variables = {v.name: v for v in causal.inner}
    sizes = [dimensions(variables[name]) for name in place.names]
    spans = read_by_the_network(model, place, sum(sizes))
    if len(sizes) > 1:
        best = (float("inf"), None)
        for seed in range(15):
            best = min(best, descend(model, causal, place, spans, sizes, seed), key=lambda found: found[0])
            if best[0] < 0.03:
                break
        spans = [spans[0] @ best[1]]
    parts = [torch.split(span, sizes, dim=1) for span in spans]
    return {
        name: [Site(place.layer, x, part[k]) for x, part in zip(place.positions, parts, strict=True)]
        for k, name in enumerate(place.names)
    }


def explain(model):
    index, places = choose_algorithm(model, hypotheses())
    causal = hypotheses()[index]
    sites = {}
    for place in places:
        sites.update(learn_alignment(model, causal, place))
    return Explanation(causal, sites)
