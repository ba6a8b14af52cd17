"""In NumPy and float64, and no training: a variable's subspace is what the logits' gradients span at its place, and in it
the directions between the means of the variable's values. Plain lists and tuples as answers."""

import itertools

import numpy as np
import torch
from explanation import Explanation, Site
from given import LAYERS, LOUDER, NAMES, POSITIONS, dimensions, hypotheses

EVERY = np.array(list(itertools.product(range(5), repeat=4)))


class Net:
    """A network's weights, and its runs on all inputs."""

    def __init__(self, model):
        self.w = {name: tensor.detach().numpy().astype(float) for name, tensor in model.state_dict().items()}
        self.streams = self.run(EVERY)

    def embed(self, X):
        h = np.repeat(self.w["W_pos"][None], len(X), axis=0)
        h[:, :4] += self.w["W_E"][X]
        return h

    def block(self, k, h):
        heads = zip(self.w["pattern"][k], self.w["W_V"][k], self.w["W_O"][k], strict=True)
        h = h + sum(pattern @ (h @ value) @ out for pattern, value, out in heads)
        return h + np.maximum(h @ self.w["W_in"][k] + self.w["b_in"][k], 0) @ self.w["W_out"][k]

    def run(self, X):
        h = [self.embed(X)]
        for k in range(LAYERS):
            h.append(self.block(k, h[-1]))
        return h

    def patched(self, base, swaps, scrub=lambda layer, h: h):
        h = self.embed(base)
        runs = [(self.run(source), sites) for source, sites in swaps]
        for layer in range(LAYERS + 1):
            if layer:
                h = self.block(layer - 1, h)
            h = scrub(layer, h)
            for run, sites in runs:
                for s in sites:
                    if s.layer == layer:
                        P = onto(s.basis)
                        h[:, s.position] = (
                            h[:, s.position] + (run[layer][:, s.position] - h[:, s.position]) @ P
                        )
        return h[:, 4] @ self.w["W_U"]


def ints(X):
    return np.asarray(X).astype(int)


def onto(*bases):
    columns = np.concatenate([np.asarray(b, dtype=float) for b in bases], axis=1)
    U, s, _ = np.linalg.svd(columns, full_matrices=False)
    U = U[:, s > 1e-8 * s[0]]
    return U @ U.T


def run(causal, X, do):
    values = {name: X[:, k] for k, name in enumerate(NAMES)}
    for v in causal.variables:
        values[v.name] = do[v.name] if v.name in do else v.table.numpy()[tuple(values[p] for p in v.parents)]
    return values


def run_causal(causal, X, do=None):
    do = {name: ints(values) for name, values in (do or {}).items()}
    return {name: values.tolist() for name, values in run(causal, ints(X), do).items()}


def interchange(model, base, swaps):
    return Net(model).patched(ints(base), [(ints(source), sites) for source, sites in swaps])


def shares(causal, name, base, source, answers):
    out = causal.variables[-1].name
    before = run(causal, base, {})[out]
    after = run(causal, base, {name: run(causal, source, {})[name]})[out]
    right = answers == after
    return [
        right[those].mean() if those.any() else float("nan") for those in (after != before, after == before)
    ]


def interchange_accuracy(model, explanation, name, base, source):
    base, source = ints(base), ints(source)
    answers = Net(model).patched(base, [(source, explanation.sites[name])]).argmax(1)
    return shares(explanation.causal, name, base, source, answers)


def scrubbed_accuracy(model, explanation, name, base, source, others, R):
    net, base, source = Net(model), ints(base), ints(source)
    others, R = ints(others), np.asarray(R, dtype=float)
    rows = others @ [125, 25, 5, 1]
    named = {}
    for s in itertools.chain.from_iterable(explanation.sites.values()):
        named.setdefault((s.layer, s.position), []).append(s.basis)

    def scrub(layer, h):
        for (at, x), bases in named.items():
            if at == layer:
                pool = net.streams[layer][:, x]
                along = np.stack([pool[rows[:, k]] @ R[:, k] for k in range(40)], axis=1)
                noise = pool.mean(0) + LOUDER * (along @ R.T - pool.mean(0))
                P = onto(*bases)
                h[:, x] = h[:, x] @ P + noise @ (np.eye(40) - P)
        return h

    answers = net.patched(base, [(source, explanation.sites[name])], scrub).argmax(1)
    return shares(explanation.causal, name, base, source, answers)


def probe_subspace(A, values, r):
    A, values = np.asarray(A, dtype=float), ints(values)
    with_one = np.c_[A, np.ones(len(A))]
    weights = np.linalg.lstsq(with_one, np.eye(values.max() + 1)[values], rcond=None)[0][:-1]
    strength, directions = np.linalg.eigh(weights @ weights.T)
    return directions[:, np.argsort(-strength)[:r]]


def moved(net, causal, names, layer, positions):
    """Whether the network follows the causal model on 400 pairs, and on those of them whose output should change."""
    rng = np.random.default_rng(5)
    base, source = EVERY[rng.integers(0, 625, (2, 400))]
    clean, out = run(causal, source, {}), causal.variables[-1].name
    after = run(causal, base, {name: clean[name] for name in names})[out]
    before = run(causal, base, {})[out]
    sites = [Site(layer, x, np.eye(40)) for x in positions]
    right = net.patched(base, [(source, sites)]).argmax(1) == after
    return min(right[after != before].mean(), right[after == before].mean()) >= 0.97


def legible(A, values):
    with_one = np.c_[A, np.ones(len(A))]
    Y = np.eye(values.max() + 1)[values]
    return ((with_one @ np.linalg.lstsq(with_one, Y, rcond=None)[0]).argmax(1) == values).mean() >= 0.99


def find_places(model, causal):
    return places_in(Net(model), causal)


def places_in(net, causal):
    clean, found, homeless = run(causal, EVERY, {}), [], []
    for v in causal.variables[:-1]:
        at = None
        for layer in (1, 2):
            singles = [(x,) for x in range(POSITIONS)]
            at = next((xs for xs in singles if moved(net, causal, [v.name], layer, xs)), None)
            if at is None:
                legibles = [x for x in range(POSITIONS) if legible(net.streams[layer][:, x], clean[v.name])]
                pairs = itertools.combinations(legibles, 2)
                at = next((xs for xs in pairs if moved(net, causal, [v.name], layer, xs)), None)
            if at is not None:
                found.append(([v.name], layer, list(at)))
                break
        if at is None:
            homeless.append(v.name)
    if not homeless:
        return found
    if len(homeless) > 1:
        for layer, x in itertools.product((1, 2), range(POSITIONS)):
            if moved(net, causal, homeless, layer, (x,)):
                return [*found, (homeless, layer, [x])]
    return []


def choose_algorithm(model, causal_models):
    net = Net(model)
    answers = (net.streams[-1][:, 4] @ net.w["W_U"]).argmax(1)
    for k, causal in enumerate(causal_models):
        if (run(causal, EVERY, {})[causal.variables[-1].name] == answers).all():
            places = places_in(net, causal)
            if places:
                return k, places
    raise ValueError("none of these")


def gradients(model, layer, position):
    """The gradients of all logits at one place [C * 625, 40]."""
    with torch.no_grad():
        h = model.streams(torch.from_numpy(EVERY))[layer]
    h.requires_grad_()
    z = h
    for k in range(layer, LAYERS):
        z = model.block(k, z)
    logits = model.logits(z)
    found = [torch.autograd.grad(logits[:, c].sum(), h, retain_graph=True)[0] for c in range(logits.shape[1])]
    return torch.cat([g[:, position] for g in found]).double().numpy()


def learn_alignment(model, causal, place):
    names, layer, positions = place
    net, values = Net(model), run(causal, EVERY, {})
    variables = [v for v in causal.variables[:-1] if v.name in names]
    sites = {v.name: [] for v in variables}
    for x in positions:
        rank = sum(dimensions(v) for v in variables)
        read = np.linalg.svd(gradients(model, layer, x), full_matrices=False)[2][:rank].T
        inside = net.streams[layer][:, x] @ read
        directions = []
        for v in variables:
            means = np.stack([inside[values[v.name] == k].mean(0) for k in range(v.size)])
            directions.append(np.linalg.svd(means - inside.mean(0), full_matrices=False)[2][: dimensions(v)])
        left, _, right = np.linalg.svd(np.concatenate(directions), full_matrices=False)
        nearest = read @ (left @ right).T  # the orthonormal columns nearest to them
        ends = np.cumsum([len(d) for d in directions])
        for v, d, end in zip(variables, directions, ends, strict=True):
            sites[v.name].append(Site(layer, x, nearest[:, end - len(d) : end]))
    return sites


def explain(model):
    index, places = choose_algorithm(model, hypotheses())
    causal, sites = hypotheses()[index], {}
    for place in places:
        sites.update(learn_alignment(model, causal, place))
    return Explanation(causal, sites)
