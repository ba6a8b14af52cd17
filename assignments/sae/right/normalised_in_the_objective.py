"""Decoder rows that are normalised inside the objective, RAdam on whole epochs of large batches, an encoder tied to the
decoder at the start only, gradients by torch.func, a sparse bipartite matching, intact and ablated runs in one batch."""

import functools
from collections import Counter
from itertools import chain, repeat

import numpy as np
import torch
from given import SparseAutoencoder
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from torch.func import grad
from torch.nn.functional import normalize


def encode(p, x):
    return torch.clamp_min((x - p["b_dec"]) @ p["W_enc"] + p["b_enc"], 0.0)


def decode(p, features):
    return features @ p["W_dec"] + p["b_dec"]


def parameters(sae):
    return dict(sae.named_parameters())


def forward(sae, x):
    p = parameters(sae)
    features = encode(p, x)
    return [decode(p, features), features]


def loss(x, reconstruction, features, l1):
    samples = len(x)
    error = torch.linalg.vector_norm(x - reconstruction) ** 2 / samples
    sparsity = features.sum() / samples
    return error + l1 * sparsity, error, sparsity


def objective(p, x, l1, k=None):
    features = encode(p, x) if k is None else largest(p, x, k)
    return loss(x, decode(p, features), features, l1)[0]


def gradients(sae, x, l1):
    return grad(objective)({name: value.detach() for name, value in parameters(sae).items()}, x, l1)


def unit(p):
    return p | {"W_dec": p["W_dec"] / torch.linalg.vector_norm(p["W_dec"], dim=1, keepdim=True)}


def batches(x, size, generator):
    """For ever: every sample once, in another order each time."""
    return chain.from_iterable(
        x[torch.randperm(len(x), generator=generator)].split(size) for _ in repeat(None)
    )


def fit(x, n_latents, steps, seed, lr, **goal):
    x = x.float()
    generator = torch.Generator().manual_seed(seed)
    rows = normalize(torch.randn(n_latents, x.shape[1], generator=generator), dim=1)
    p = {
        "W_enc": rows.T.clone(),
        "b_enc": torch.full((n_latents,), -0.05),
        "W_dec": rows,
        "b_dec": x.median(dim=0).values,
    }
    p = {name: value.requires_grad_() for name, value in p.items()}
    optimiser = torch.optim.RAdam(p.values(), lr=lr, betas=(0.9, 0.99))
    decay = torch.optim.lr_scheduler.PolynomialLR(optimiser, max(1, steps), power=0.7)
    for _, batch in zip(range(steps), batches(x, 384, generator), strict=False):
        optimiser.zero_grad()
        objective(unit(p), batch, **goal).backward()
        optimiser.step()
        decay.step()
    sae = SparseAutoencoder(x.shape[1], n_latents)
    sae.load_state_dict({name: value.detach() for name, value in unit(p).items()})
    return sae


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-2):
    return fit(x, n_latents, steps, seed, lr, l1=l1)


def l0(features):
    return features.sign().clamp_min(0).sum(1).mean()


def fraction_of_variance_unexplained(x, reconstruction):
    spread = torch.trace(torch.cov(x.T.double(), correction=0)) * len(x)
    return torch.dist(x.double(), reconstruction.double()) ** 2 / spread


def firing_density(features):
    return np.count_nonzero(features.detach().numpy() > 0, axis=0) / len(features)


def dead_latents(features):
    fired = Counter(torch.nonzero(features > 0)[:, 1].tolist())
    return [latent for latent in range(features.shape[1]) if not fired[latent]]


def match_features(W_dec, W_true):
    cosines = cosine_table(W_dec, W_true)
    features, latents = min_weight_full_bipartite_matching(csr_array(3.0 - cosines))
    return latents, cosines[features, latents]


def cosine_table(W_dec, W_true):
    latents, features = (
        rows / np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
        for rows in (W_dec.detach().double().numpy(), W_true.detach().double().numpy())
    )
    return features @ latents.T


def frontier(x, l1s, seed=0, n_latents=96, steps=1200):
    return list(map(functools.partial(train, x, n_latents, steps=steps, seed=seed), l1s))


def train_on_activations(x, seed=0):
    middle = x.mean(dim=0)
    size = torch.linalg.svdvals(x - middle)[:12].square().sum().sqrt() / len(x) ** 0.5
    sae = fit((x - middle) / size, 112, 500, seed, 4e-3, l1=0.3)
    state = sae.state_dict()
    state["b_enc"], state["b_dec"] = state["b_enc"] * size, state["b_dec"] * size + middle
    sae.load_state_dict(state)
    return sae


def top_contexts(features, contexts, latent, k):
    values = features[:, latent].detach()
    firing = torch.nonzero(values > 0).flatten()
    ranked = firing[torch.argsort(values[firing], descending=True)][:k]
    return [contexts[place] for place in ranked], values[ranked]


def label(features, answers, latent):
    fires = features[:, latent].gt(0).tolist()
    if not any(fires):
        return "", 0.0
    asked, met = Counter(answers), Counter(word for word, fire in zip(answers, fires, strict=False) if fire)
    f1 = {word: 2 * met[word] / (asked[word] + sum(fires)) for word in asked}
    return max(f1.items(), key=lambda pair: pair[1])


def end_of(value):
    return value[:, -1, :]


def steer(model, tokens, feature, scale):
    direction = torch.zeros(1, tokens.shape[1], 1)
    direction[:, -1] = scale
    added = direction * feature.sae.W_dec[feature.latent].detach()
    with torch.no_grad():
        return end_of(
            model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, lambda v, hook: v + added)])
        )


def feature_influence(model, tokens, source, target):
    """Both runs in one batch: the upper half as it is, the lower half without the source."""
    size, kept = len(tokens), []

    def ablate(value, hook):
        lower = end_of(value)[size:]
        strength = forward(source.sae, lower)[1][:, [source.latent]]
        without = value.clone()
        without[size:, -1] = lower - strength * source.sae.W_dec[[source.latent]]
        return without

    def keep(value, hook):
        kept.append(forward(target.sae, end_of(value))[1][:, target.latent])

    with torch.no_grad():
        hooks = [(source.hook_name, ablate), (target.hook_name, keep)]
        model.run_with_hooks(torch.cat([tokens, tokens]), fwd_hooks=hooks)
    intact, ablated = kept[0].split(size)
    return intact - ablated


def largest(p, x, k):
    before = (x - p["b_dec"]) @ p["W_enc"] + p["b_enc"]
    rank = before.detach().argsort(dim=1, descending=True).argsort(dim=1)
    return torch.where((rank < k) & (before > 0), before, 0.0)


def topk_forward(sae, x, k):
    p = parameters(sae)
    features = largest(p, x, k)
    return decode(p, features), features


def train_topk(x, k, n_latents=96, steps=1200, seed=0):
    return fit(x, n_latents, steps, seed, 1e-2, l1=0.0, k=k)


def resample(sae, moments, x):
    made, features = (value.detach() for value in forward(sae, x))
    dead = torch.tensor(dead_latents(features), dtype=torch.long)
    living = torch.ones(features.shape[1], dtype=torch.bool).index_fill(0, dead, False)
    gap = x - made
    squared = torch.einsum("nd,nd->n", gap, gap)
    rows = normalize(gap[squared.topk(len(dead)).indices], dim=1)
    state = sae.state_dict()
    length = state["W_enc"][:, living].square().sum(0).sqrt().mean() / 5
    state = state | {
        "W_dec": state["W_dec"].index_copy(0, dead, rows),
        "W_enc": state["W_enc"].index_copy(1, dead, length * rows.T),
        "b_enc": state["b_enc"].index_fill(0, dead, 0.0),
    }
    new = SparseAutoencoder(*sae.config.values())
    new.load_state_dict(state)
    axis = {"W_dec": 1, "b_enc": 1, "W_enc": 2}
    return new, {n: m.index_fill(axis[n], dead, 0.0) if n in axis else m.clone() for n, m in moments.items()}
