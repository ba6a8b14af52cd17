"""Functions of the weights in place of modules and hooks (torch.func, vmap, einsum), NAdam from a data loader with a cosine
rate, Fisher's discriminants as probes, mutual information for the permutation."""

import math
from itertools import product

import numpy as np
import torch
import torch.nn.functional as F
from given import ALPHABET, Probe, Probed, ReversalMLP, ReversalTransformer
from torch.func import functional_call, vmap
from torch.utils.data import DataLoader, TensorDataset


def encode(strings, alphabet=ALPHABET):
    number = {letter: i for i, letter in enumerate(alphabet)}
    try:
        rows = np.array([[number[letter] for letter in text] for text in strings], dtype=np.int64)
    except KeyError as letter:
        raise ValueError(f"{letter} is not in {alphabet}") from None
    return np.pad(rows.reshape(len(strings), -1), ((0, 0), (0, 1)), constant_values=len(alphabet))


def targets(X):
    order = [*range(X.shape[1] - 2, -1, -1), X.shape[1] - 1]
    return torch.index_select(X, 1, torch.tensor(order))


def split(n, n_train, seed):
    order = np.argsort(np.random.default_rng(seed).random(n))
    return torch.from_numpy(order[:n_train]), torch.from_numpy(order[n_train:])


def fit(model, X, Y, epochs, lr, batch_size, seed):
    batches = DataLoader(
        TensorDataset(X, Y), batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed)
    )
    optimiser = torch.optim.NAdam(model.parameters(), lr=lr)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, max(1, epochs * len(batches)))
    losses = []
    for _ in range(epochs):
        seen = []
        for x, y in batches:
            loss = -model(x).log_softmax(-1).gather(-1, y.unsqueeze(-1)).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            cosine.step()
            seen.append(loss.detach())
        losses.append(torch.stack(seen).mean())
    return losses


def orthogonal(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for weight in model.parameters():
        if weight.dim() > 1:
            torch.nn.init.orthogonal_(weight, gain=math.sqrt(2), generator=generator)
        else:
            torch.nn.init.zeros_(weight)
    return model


def train(X, Y, seed, epochs=50, lr=4e-3, batch_size=50, hidden=48):
    n_letters, length = int(X[0, -1]), X.shape[1] - 1
    model = orthogonal(ReversalMLP(n_letters, length, width=2 * n_letters, hidden=hidden), seed)
    return model, fit(model, X, Y, epochs, lr, batch_size, seed)


def right(model, X, Y):
    return torch.eq(torch.argmax(model(X), -1), Y)[..., :-1]


def sequence_accuracy(model, X, Y):
    return np.mean(np.all(right(model, X, Y).numpy(), axis=1))


def letter_accuracy(model, X, Y):
    return np.mean(right(model, X, Y).numpy())


def models_by_size(X, Y, sizes, seed):
    found = []
    for i, size in enumerate(sizes):
        rows = split(len(X), size, 1000 * seed + i)[0]
        model, _ = train(X[rows], Y[rows], seed, epochs=math.ceil(700 / math.ceil(size / 50)))
        found.append([model, rows])
    return found


def weights_of(model):
    return {name: value.detach() for name, value in model.state_dict().items()}


def layers(w, X):
    e = w["embed.weight"][X].flatten(-2)
    h1 = torch.clamp(e @ w["fc1.weight"].T + w["fc1.bias"], min=0)
    return {"embed": e, "h1": h1, "h2": torch.clamp(h1 @ w["fc2.weight"].T + w["fc2.bias"], min=0)}


def rest(w, layer, H, slots):
    if layer == "h1":
        H = torch.clamp(H @ w["fc2.weight"].T + w["fc2.bias"], min=0)
    return (H @ w["readout.weight"].T + w["readout.bias"]).unflatten(-1, (slots, -1))


def activations(model, X):
    return {name: value.numpy() for name, value in layers(weights_of(model), X).items()}


def fit_probe(A, t):
    A, t = np.asarray(A, dtype=float), np.asarray(t)
    middle, scale = A.mean(axis=0), A.std(axis=0)
    Z = np.divide(A - middle, scale, where=scale > 1e-6, out=np.zeros_like(A))
    means = np.stack([Z[t == c].mean(axis=0) for c in range(t.max() + 1)])
    within = Z - means[t]
    pooled = within.T @ within / len(A) + 1e-2 * np.eye(A.shape[1])
    directions = np.linalg.solve(pooled, means.T)
    weight = directions / np.where(scale > 1e-6, scale, 1.0)[:, None]
    bias = np.log(np.bincount(t) / len(t)) - 0.5 * np.einsum("cf,fc->c", means, directions)
    return Probe(weight, bias - middle @ weight)


def probe_accuracy(probe, A, t):
    weight, bias = np.asarray(probe.weight, dtype=float), np.asarray(probe.bias, dtype=float)
    scores = np.einsum("nf,fc->nc", np.asarray(A, dtype=float), weight) + bias
    return float((scores.argmax(axis=1) == np.asarray(t)).mean())


def probe_with_controls(model, untrained, X, layer, position, seed):
    rng = np.random.default_rng(seed)
    t = targets(X)[:, position].numpy()
    mixed = rng.permutation(t)
    half = rng.choice(len(X), len(X) // 2, replace=False)
    other = np.setdiff1d(np.arange(len(X)), half)

    def read(of, answers):
        A = activations(of, X)[layer]
        return probe_accuracy(fit_probe(A[half], answers[half]), A[other], answers[other])

    return Probed(read(model, t), read(untrained, t), read(model, mixed))


def check(layer, mode):
    if layer not in {"h1", "h2"}:
        raise ValueError(f"there is no layer {layer!r}")
    if mode not in {"zero", "mean"}:
        raise ValueError(f"there is no mode {mode!r}")


def ablate(model, X, layer, neuron, mode="zero"):
    check(layer, mode)
    w = weights_of(model)
    H = layers(w, X)[layer]
    value = H[:, neuron].mean() if mode == "mean" else H.new_zeros(())
    one = F.one_hot(torch.tensor(neuron), H.shape[1]).to(H.dtype)
    return rest(w, layer, H * (1 - one) + value * one, X.shape[1])


def every_ablation(model, X, layer, mode):
    """Logits [H, N, L+1, V]"""
    check(layer, mode)
    w = weights_of(model)
    H = layers(w, X)[layer]
    values = H.mean(dim=0) if mode == "mean" else torch.zeros(H.shape[1], dtype=H.dtype)
    ones = torch.eye(H.shape[1], dtype=H.dtype)
    return vmap(lambda one, value: rest(w, layer, H * (1 - one) + value * one, X.shape[1]))(ones, values)


def ablation_sweep(model, X, Y, layer, mode="zero"):
    answers = Y[:, :-1]

    def score(logits):
        logits = logits[..., :-1, :].double()
        accuracy = (logits.argmax(-1) == answers).double().mean(dim=-2)
        own = logits.gather(-1, answers.expand(logits.shape[:-1]).unsqueeze(-1)).squeeze(-1)
        return accuracy, (logits.logsumexp(-1) - own).mean(dim=-2)

    (accuracy, loss), (before, cost) = score(every_ablation(model, X, layer, mode)), score(model(X).detach())
    return accuracy - before, loss - cost


def influence(model, X):
    w, n, length = weights_of(model), model.config["n_letters"], model.config["length"]

    def says(tokens):
        return functional_call(model, w, (tokens,)).argmax(-1)[:, :length]

    result = np.zeros((length, length))
    for p, letter in product(range(length), range(n)):
        rows = X[:, p] != letter
        swapped = X[rows].index_fill(1, torch.tensor([p]), letter)
        result[p] += (says(swapped) != says(X[rows])).sum(dim=0).numpy()
    return result / (len(X) * (n - 1))


def everything(model):
    n, length = model.config["n_letters"], model.config["length"]
    return torch.tensor([[*letters, n] for letters in product(range(n), repeat=length)])


def recover_permutation(model):
    """For each output, the input position whose letter tells most of it, in bits (every string is as probable)."""
    X = everything(model)
    said = model(X).argmax(-1)
    n = model.config["n_letters"] + 1

    def information(a, b):
        joint = torch.bincount(a * n + b, minlength=n * n).reshape(n, n) / len(a)
        apart = joint.sum(1, keepdim=True) * joint.sum(0, keepdim=True)
        return torch.where(joint > 0, joint * (joint / apart).log2(), 0.0).sum().item()

    places = range(model.config["length"])
    return [max(places, key=lambda p: information(X[:, p], said[:, q])) for q in places]


def carriers(model, layer):
    X = everything(model)
    changed = (every_ablation(model, X, layer, "zero").argmax(-1) != model(X).argmax(-1)).any(dim=1)
    return [set(changed[:, q].nonzero().flatten().tolist()) for q in range(model.config["length"])]


def train_transformer(X, Y, seed):
    torch.manual_seed(seed)
    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1, width=64)
    return model, fit(model, X, Y, epochs=max(8, 16_000 // len(X)), lr=4e-3, batch_size=64, seed=seed)


def attention_patterns(model, X):
    heads = model.config["n_heads"]
    x = (model.embed(X) + model.position).detach()
    q, k = (part(x).detach().reshape(*X.shape, heads, -1) for part in (model.query, model.key))
    scores = torch.einsum("nihd,njhd->nhij", q, k) * q.shape[-1] ** -0.5
    weights = torch.exp(scores - scores.amax(-1, keepdim=True))
    return weights / weights.sum(-1, keepdim=True)


def patch_embedding(model, X, donor, position):
    w = weights_of(model)
    mixed = torch.where(torch.arange(X.shape[1]) == position, donor, X)  # an embedding is of a token alone
    return rest(w, "h2", layers(w, mixed)["h2"], X.shape[1])


def patching_effect(model, X, donor):
    clean, other = (model(tokens).detach()[:, :-1].double().numpy() for tokens in (X, donor))
    c, d = clean.argmax(-1)[..., None], other.argmax(-1)[..., None]

    def ahead(logits):
        return (np.take_along_axis(logits, d, -1) - np.take_along_axis(logits, c, -1)).sum(axis=(0, 2))

    patched = [patch_embedding(model, X, donor, p)[:, :-1].double().numpy() for p in range(clean.shape[1])]
    return (np.stack([ahead(logits) for logits in patched]) - ahead(clean)) / (ahead(other) - ahead(clean))
