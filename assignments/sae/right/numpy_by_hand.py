"""NumPy in float64: gradients by hand, an Adam of its own with a constant rate, a Kaiming encoder, small batches."""

import numpy as np
import torch
from given import SparseAutoencoder
from scipy.optimize import linear_sum_assignment

NAMES = ("W_enc", "b_enc", "W_dec", "b_dec")


def parameters(sae):
    return {name: getattr(sae, name).detach().numpy().astype(float) for name in NAMES}


def encode(p, x):
    return np.maximum((x - p["b_dec"]) @ p["W_enc"] + p["b_enc"], 0)


def numpy(x):
    return np.asarray(x.detach() if isinstance(x, torch.Tensor) else x, dtype=float)


def forward(sae, x):
    p = parameters(sae)
    features = encode(p, numpy(x))
    return features @ p["W_dec"] + p["b_dec"], features


def loss(x, reconstruction, features, l1):
    error = ((numpy(x) - numpy(reconstruction)) ** 2).sum() / len(x)
    sparsity = np.abs(numpy(features)).sum() / len(x)
    return error + l1 * sparsity, error, sparsity


def slopes(p, x, l1, keep=None):
    before = (x - p["b_dec"]) @ p["W_enc"] + p["b_enc"]
    on = before > 0
    if keep is not None:
        on &= keep(before)
    features = np.where(on, before, 0.0)
    residual = 2 * (features @ p["W_dec"] + p["b_dec"] - x) / len(x)
    back = np.where(on, residual @ p["W_dec"].T + l1 / len(x), 0.0)
    return {
        "W_enc": (x - p["b_dec"]).T @ back,
        "b_enc": back.sum(axis=0),
        "W_dec": features.T @ residual,
        "b_dec": residual.sum(axis=0) - p["W_enc"] @ back.sum(axis=0),
    }


def gradients(sae, x, l1):
    return slopes(parameters(sae), numpy(x), l1)


def fit(x, n_latents, steps, seed, rate, l1, keep=None):
    rng = np.random.default_rng(seed)
    d = x.shape[1]
    rows = rng.normal(size=(n_latents, d))
    p = {
        "W_enc": rng.normal(0, np.sqrt(2 / d), (d, n_latents)),
        "b_enc": np.zeros(n_latents),
        "W_dec": rows / np.linalg.norm(rows, axis=1, keepdims=True),
        "b_dec": x.mean(axis=0),
    }
    first, second = ({name: np.zeros_like(value) for name, value in p.items()} for _ in range(2))
    for step in range(1, steps + 1):
        batch = x[rng.integers(len(x), size=128)] if len(x) > 500 else x
        for name, slope in slopes(p, batch, l1, keep).items():
            first[name] += 0.1 * (slope - first[name])
            second[name] += 0.001 * (slope**2 - second[name])
            size = np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8
            p[name] -= rate * first[name] / (1 - 0.9**step) / size
        p["W_dec"] /= np.linalg.norm(p["W_dec"], axis=1, keepdims=True)
    return p


def as_module(p):
    sae = SparseAutoencoder(p["W_dec"].shape[1], len(p["W_dec"]))
    for name in NAMES:
        getattr(sae, name).data = torch.from_numpy(np.ascontiguousarray(p[name]))
    return sae


def train(x, n_latents=96, l1=0.3, steps=1500, seed=0, lr=7e-3):
    return as_module(fit(numpy(x), n_latents, steps, seed, lr, l1))


def l0(features):
    return np.count_nonzero(numpy(features) > 0) / len(features)


def fraction_of_variance_unexplained(x, reconstruction):
    x = numpy(x)
    return np.mean((x - numpy(reconstruction)) ** 2) / x.var(axis=0).mean()


def firing_density(features):
    return (numpy(features) > 0).mean(axis=0)


def dead_latents(features):
    return np.flatnonzero(~(numpy(features) > 0).any(axis=0))


def match_features(W_dec, W_true):
    W_dec, W_true = numpy(W_dec), numpy(W_true)
    lengths = np.outer(np.linalg.norm(W_true, axis=1), np.linalg.norm(W_dec, axis=1))
    cosines = W_true @ W_dec.T / lengths
    features, latents = linear_sum_assignment(1 - cosines)
    return latents, cosines[features, latents]


def frontier(x, l1s, seed=0, n_latents=96, steps=1500):
    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]


def train_on_activations(x, seed=0):
    x = numpy(x)
    size = x.std(axis=0).mean() * np.sqrt(x.shape[1])
    p = fit(x / size, 128, 400, seed, 3e-3, 0.3)
    return as_module(p | {"b_enc": p["b_enc"] * size, "b_dec": p["b_dec"] * size})


def top_contexts(features, contexts, latent, k):
    values = numpy(features)[:, latent]
    best = [i for i in np.argsort(-values)[:k] if values[i] > 0]
    return [contexts[i] for i in best], values[best]


def label(features, answers, latent):
    fires = numpy(features)[:, latent] > 0
    if not fires.any():
        return "", 0
    answers = np.array(answers)

    def f1(word):
        right = (answers[fires] == word).sum()
        precision, recall = right / fires.sum(), right / (answers == word).sum()
        return 2 * precision * recall / (precision + recall) if right else 0.0

    word = max(sorted(set(answers.tolist())), key=f1)
    return word, f1(word)


def steer(model, tokens, feature, scale):
    row = scale * feature.sae.W_dec[feature.latent].detach()

    def hook(value, hook):
        value[:, -1] += row

    return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, hook)])[:, -1].detach().numpy()


def feature_influence(model, tokens, source, target):
    def run(*hooks):
        kept = {}
        keep = (target.hook_name, lambda value, hook: kept.update(end=value[:, -1].detach()))
        model.run_with_hooks(tokens, fwd_hooks=[*hooks, keep])
        return forward(target.sae, kept["end"])[1][:, target.latent]

    def remove(value, hook):
        strength = torch.from_numpy(forward(source.sae, value[:, -1])[1][:, source.latent]).float()
        value[:, -1] -= torch.outer(strength, source.sae.W_dec[source.latent].detach())

    return run() - run((source.hook_name, remove))


def largest(before, k):
    """Whether each number is one of the k largest of its row."""
    return before >= np.partition(before, -k, axis=1)[:, [-k]]


def topk_forward(sae, x, k):
    p, x = parameters(sae), numpy(x)
    before = (x - p["b_dec"]) @ p["W_enc"] + p["b_enc"]
    features = np.where(largest(before, k), before, 0.0).clip(0)
    return features @ p["W_dec"] + p["b_dec"], features


def train_topk(x, k, n_latents=96, steps=1200, seed=0):
    return as_module(fit(numpy(x), n_latents, steps, seed, 1e-2, 0.0, lambda before: largest(before, k)))


def resample(sae, moments, x):
    p = parameters(sae)
    dead = dead_latents(encode(p, numpy(x)))
    alive = np.setdiff1d(np.arange(len(p["W_dec"])), dead)
    missing = numpy(x) - numpy(forward(sae, x)[0])
    worst = np.argsort(-(missing**2).sum(axis=1))[: len(dead)]
    directions = missing[worst] / np.linalg.norm(missing[worst], axis=1, keepdims=True)
    p["W_dec"][dead] = directions
    p["W_enc"][:, dead] = 0.2 * np.mean(np.linalg.norm(p["W_enc"][:, alive], axis=0)) * directions.T
    p["b_enc"][dead] = 0
    memory = {name: numpy(value).copy() for name, value in moments.items()}
    memory["W_dec"][:, dead] = memory["b_enc"][:, dead] = 0
    memory["W_enc"][..., dead] = 0
    return as_module(p), memory
