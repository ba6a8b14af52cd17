"""Torch in another dialect: decoder rows drawn from samples, AdamW with warm-up and cosine decay, gradients projected
onto the sphere, autograd through `backward`, caches instead of hooks."""

from dataclasses import dataclass
from math import cos, pi

import torch
import torch.nn.functional as F
from given import Feature, SparseAutoencoder
from scipy.optimize import linear_sum_assignment


@dataclass
class Matching:
    assignment: torch.Tensor
    cosines: torch.Tensor


def pre_activations(sae, x):
    return torch.addmm(sae.b_enc, x - sae.b_dec, sae.W_enc)


def decode(sae, features):
    return torch.einsum("nl,ld->nd", features, sae.W_dec) + sae.b_dec


def forward(sae, x):
    features = F.relu(pre_activations(sae, x))
    return decode(sae, features), features


def loss(x, reconstruction, features, l1):
    error = F.mse_loss(reconstruction, x, reduction="sum") / x.shape[0]
    sparsity = features.norm(p=1, dim=-1).mean()
    return [torch.add(error, sparsity, alpha=l1), error, sparsity]


def gradients(sae, x, l1):
    sae.zero_grad()
    loss(x, *forward(sae, x), l1)[0].backward()
    found = {name: parameter.grad.detach().clone() for name, parameter in sae.named_parameters()}
    sae.zero_grad()
    return found


def start(x, n_latents, generator):
    sae = SparseAutoencoder(x.shape[1], n_latents)
    centred = x - x.mean(0)
    chosen = torch.randint(len(x), (n_latents,), generator=generator)
    rows = F.normalize(
        centred[chosen] + 0.05 * torch.randn(n_latents, x.shape[1], generator=generator), dim=1
    )
    sae.W_dec.data, sae.W_enc.data, sae.b_dec.data = rows, rows.T.contiguous(), x.mean(0)
    return sae


def fit(x, n_latents, steps, seed, rate, objective):
    generator = torch.Generator().manual_seed(seed)
    sae = start(x, n_latents, generator)
    optimiser = torch.optim.AdamW(sae.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0)

    def factor(step):
        return min(1, (step + 1) / 50) * (0.1 + 0.9 * 0.5 * (1 + cos(pi * step / max(1, steps))))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, factor)
    for _ in range(steps):
        batch = x[torch.randperm(len(x), generator=generator)[:256]]
        optimiser.zero_grad(set_to_none=True)
        objective(sae, batch).backward()
        with torch.no_grad():
            along = (sae.W_dec.grad * sae.W_dec).sum(1, keepdim=True)
            sae.W_dec.grad -= along * sae.W_dec
        optimiser.step()
        schedule.step()
        sae.W_dec.data = F.normalize(sae.W_dec.data, dim=1)
    return sae


def train(x, n_latents=96, l1=0.3, steps=1500, seed=0, lr=1e-2):
    return fit(x, n_latents, steps, seed, lr, lambda sae, batch: loss(batch, *forward(sae, batch), l1)[0])


def l0(features):
    return features.gt(0).sum() / features.shape[0]


def fraction_of_variance_unexplained(x, reconstruction):
    return (x - reconstruction).pow(2).sum() / x.var(dim=0, unbiased=False).sum() / len(x)


def firing_density(features):
    return features.gt(0).float().mean(0).tolist()


def dead_latents(features):
    return [j for j, density in enumerate(firing_density(features)) if not density]


def match_features(W_dec, W_true):
    cosines = F.cosine_similarity(W_true[:, None], W_dec[None], dim=2)
    found = linear_sum_assignment(-cosines.detach())
    return Matching(torch.from_numpy(found[1]), cosines.detach()[found])


def frontier(x, l1s, seed=0, n_latents=96, steps=1500):
    return tuple(train(x, n_latents, l1, steps, seed) for l1 in l1s)


def train_on_activations(x, seed=0):
    centre, size = x.mean(0), (x - x.mean(0)).pow(2).sum(1).mean().sqrt()
    sae = train((x - centre) / size, 128, 0.35, 400, seed)
    sae.b_enc.data.mul_(size)
    sae.b_dec.data.mul_(size).add_(centre)
    return sae


def top_contexts(features, contexts, latent, k):
    pairs = sorted(zip(features[:, latent].tolist(), contexts, strict=True), reverse=True)
    pairs = [(context, value) for value, context in pairs[:k] if value > 0]
    return [context for context, _ in pairs], [value for _, value in pairs]


def label(features, answers, latent):
    fires = set((features[:, latent] > 0).nonzero().flatten().tolist())
    members = {word: {i for i, answer in enumerate(answers) if answer == word} for word in answers}
    scores = {word: 2 * len(rows & fires) / (len(rows) + len(fires)) for word, rows in members.items()}
    word = max(scores, key=scores.get)
    return [word, scores[word]] if fires else ["", 0]


def shifted(model, tokens, name, change):
    """Logits and activations at the last position after a change of the activations of that name."""

    def hook(value, hook):
        return torch.cat([value[:, :-1], (value[:, -1] + change(value[:, -1]))[:, None]], dim=1)

    with torch.no_grad(), model.hooks(fwd_hooks=[(name, hook)]):
        logits, cache = model.run_with_cache(tokens)
    return logits[:, -1], cache


def steer(model, tokens, feature: Feature, scale):
    return shifted(model, tokens, feature.hook_name, lambda end: scale * feature.sae.W_dec[feature.latent])[0]


def feature_influence(model, tokens, source: Feature, target: Feature):
    def part(end):
        return -forward(source.sae, end)[1][:, source.latent].unsqueeze(1) * source.sae.W_dec[source.latent]

    with torch.no_grad():
        _, intact = model.run_with_cache(tokens)
    _, ablated = shifted(model, tokens, source.hook_name, part)
    one, other = (forward(target.sae, cache[target.hook_name][:, -1])[1] for cache in (intact, ablated))
    return (one - other)[:, target.latent]


def topk_forward(sae, x, k):
    before = pre_activations(sae, x)
    lowest = before.topk(k, dim=-1).values[:, -1:]
    features = F.relu(before) * (before >= lowest)
    return decode(sae, features), features


def train_topk(x, k, n_latents=96, steps=1000, seed=0):
    def objective(sae, batch):
        return loss(batch, *topk_forward(sae, batch, k), 0.0)[0]

    return fit(x, n_latents, steps, seed, 1e-2, objective)


def resample(sae, moments, x):
    made, features = forward(sae, x)
    dead = [j for j in range(features.shape[1]) if features[:, j].max() <= 0]
    living = [j for j in range(features.shape[1]) if j not in dead]
    errors = (x - made).detach()
    order = errors.norm(dim=1).argsort(descending=True)
    new = {name: parameter.detach().clone() for name, parameter in sae.named_parameters()}
    kept = {name: moment.clone() for name, moment in moments.items()}
    length = 0.2 * sae.W_enc.detach()[:, living].norm(dim=0).mean()
    for j, i in zip(dead, order, strict=False):
        direction = errors[i] / errors[i].norm()
        new["W_dec"][j], new["W_enc"][:, j], new["b_enc"][j] = direction, length * direction, 0.0
        kept["W_dec"][:, j], kept["W_enc"][:, :, j], kept["b_enc"][:, j] = 0.0, 0.0, 0.0
    revived = SparseAutoencoder(sae.W_dec.shape[1], sae.W_dec.shape[0])
    revived.load_state_dict(new)
    return revived, kept
