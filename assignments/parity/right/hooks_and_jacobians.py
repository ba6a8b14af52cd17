"""Torch in another dialect: float64, orthogonal start, AdamW with a schedule, hooks, Jacobians, a
dataclass."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import given
import scipy.stats as st
import torch
import torch.nn.functional as F

WIDTH = 12
WEIGHT_DECAY = 1e-4
ODD = torch.tensor([-1.0, 1.0])  # what logit[1] - logit[0] takes from the two logits


@dataclass
class Explanation:
    aligned: int
    causal: torch.Tensor
    smallest_set: tuple[int, ...]


def fresh(n_bits, width, seed):
    generator = torch.Generator().manual_seed(seed)
    model = given.TinyMLP(n_bits, width).double()
    for layer in (model.fc1, model.fc2):
        torch.nn.init.orthogonal_(layer.weight, gain=2.0, generator=generator)
        torch.nn.init.uniform_(layer.bias, -1, 1, generator=generator)
    return model


def fit(model, X, y, epochs, lr, visit=lambda done: None):
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=max(1, epochs), eta_min=lr / 10)
    losses = []
    for done in range(1, epochs + 1):
        loss = F.cross_entropy(model(X.double()), y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.detach())
        visit(done)
    return losses


def train(X, y, seed, hidden=WIDTH, epochs=400, lr=0.05):
    model = fresh(X.size(1), hidden, seed)
    return [model, torch.tensor(fit(model, X, y, epochs, lr))]


@contextlib.contextmanager
def hooked(model, hook):
    handle = model.act.register_forward_hook(hook)
    try:
        yield model
    finally:
        handle.remove()


@torch.no_grad()
def hidden_activations(model, X):
    seen = []
    with hooked(model, lambda module, inputs, output: seen.append(output)):
        model(X)
    return seen[0]


def label_correlation(model, X, y):
    H = hidden_activations(model, X)
    r, p = torch.zeros(H.shape[1]), torch.ones(H.shape[1])
    for j, h in enumerate(H.double().T):
        if h.max() - h.min() > 1e-6:
            r[j] = torch.corrcoef(torch.stack([h, y.double()]))[0, 1]
            p[j] = st.pearsonr(h.numpy(), y.numpy()).pvalue
    return r, p


def replace(module, inputs, output, neurons, mode):
    output = output.clone()
    for j in neurons:
        output[:, j] = output[:, j].mean() if mode == "mean" else 0
    return output


def run_without(model, X, neurons, mode):
    with hooked(model, partial(replace, neurons=neurons, mode=mode)), torch.no_grad():
        return model(X)


def ablate(model, X, neuron, mode="zero"):
    if mode != "zero" and mode != "mean":
        raise ValueError(mode)
    return run_without(model, X, [neuron], mode)


def fraction_right(logits, y):
    return torch.eq(logits.argmax(-1), y).float().mean()


def ablation_sweep(model, X, y, mode="zero"):
    base = model(X)
    runs = [ablate(model, X, j, mode) for j in range(model.config["hidden"])]
    accuracy = [float(fraction_right(run, y) - fraction_right(base, y)) for run in runs]
    loss = [F.cross_entropy(run.double(), y) - F.cross_entropy(base.double(), y) for run in runs]
    return accuracy, torch.stack(loss)


def logit_difference_terms(model, X):
    terms = torch.einsum("nh,lh,l->nh", hidden_activations(model, X), model.fc2.weight, ODD)
    return terms, model.fc2.bias @ ODD


def saliency(model, X):
    whole = torch.autograd.functional.jacobian(lambda x: model(x) @ ODD, X.clone())  # [N, N, bits]
    return torch.diagonal(whole).T


def mean_abs_saliency(model, X):
    return torch.linalg.vector_norm(saliency(model, X), ord=1, dim=0) / len(X)


def explain(model, X, y):
    everyone = range(model.config["hidden"])
    r, _ = label_correlation(model, X, y)
    _, loss = ablation_sweep(model, X, y)
    removable = (group for k in range(len(everyone) + 1) for group in combinations(everyone, k))
    group = next((g for g in removable if fraction_right(run_without(model, X, g, "zero"), y) <= 0.5), None)
    if group is None:
        raise ValueError("the model is better than guessing whatever is removed")
    return Explanation(
        aligned=max(everyone, key=lambda j: abs(r[j])), causal=loss.argmax(), smallest_set=group
    )


def noisy_accuracy(model, X, y, flip_probability):
    n = X.shape[1]
    expected = 0.0
    for k in range(n + 1):
        for bits in combinations(range(n), k):
            mask = torch.zeros(n)
            mask[list(bits)] = 1
            right = fraction_right(model((X - mask).abs()), y).item()
            expected += flip_probability**k * (1 - flip_probability) ** (n - k) * right
    return torch.tensor(expected, dtype=torch.float64)


def train_four_bits(seed):
    return train(*given.parity_data(4), seed, hidden=32, epochs=600)


def snapshots(X, y, seed, every=50, epochs=500):
    model = fresh(X.size(1), WIDTH, seed)
    states = [{k: v.clone() for k, v in model.state_dict().items()}]

    def visit(done):
        if done % every == 0:
            states.append({k: v.clone() for k, v in model.state_dict().items()})

    fit(model, X, y, epochs, 0.05, visit)
    copies = [fresh(X.size(1), WIDTH, seed) for _ in states]
    for copied, state in zip(copies, states, strict=True):
        copied.load_state_dict(state)
    return copies
