"""Torch in another dialect: float64, AdamW with a one-cycle schedule, hooks, logistic probes by L-BFGS, dicts."""

from __future__ import annotations

import contextlib
import random

import given
import torch
import torch.nn.functional as F


def encode(strings, alphabet=given.ALPHABET):
    rows = []
    for text in strings:
        if set(text) - set(alphabet) or len(text) != len(strings[0]):
            raise ValueError(text)
        rows.append([alphabet.find(letter) for letter in text] + [len(alphabet)])
    return rows


def targets(X):
    Y = torch.as_tensor(X).clone()
    for q in range(Y.shape[1] - 1):
        Y[:, q] = X[:, Y.shape[1] - 2 - q]
    return Y


def split(n, n_train, seed):
    rows = list(range(n))
    random.Random(seed).shuffle(rows)
    return torch.tensor(rows[:n_train]), torch.tensor(rows[n_train:])


def fit(model, X, Y, epochs, lr, batch_size=128):
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=1e-3)
    steps = epochs * -(-len(X) // batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=lr, total_steps=max(1, steps))
    for _ in range(epochs):
        total = torch.zeros(())
        for batch in torch.randperm(len(X)).split(batch_size):
            loss = F.cross_entropy(model(X[batch]).permute(0, 2, 1), Y[batch])
            model.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total = total + loss.detach() * len(batch) / len(X)
        yield total


def train(X, Y, seed, epochs=None, lr=1e-2, batch_size=128, hidden=64):
    torch.manual_seed(seed)
    model = given.ReversalMLP(int(X.max()), X.shape[1] - 1, width=12, hidden=hidden).double()
    epochs = 400 // -(-len(X) // batch_size) if epochs is None else epochs
    return model, torch.tensor(list(fit(model, X, Y, epochs, lr, batch_size)))


@torch.no_grad()
def letters_right(model, X, Y):
    return model(X).argmax(-1)[:, :-1].eq(Y[:, :-1])


def sequence_accuracy(model, X, Y):
    return letters_right(model, X, Y).float().prod(dim=1).mean()


def letter_accuracy(model, X, Y):
    return letters_right(model, X, Y).float().mean()


def models_by_size(X, Y, sizes, seed):
    parts = [split(len(X), size, seed + size)[0] for size in sizes]
    return tuple((train(X[rows], Y[rows], seed)[0], rows.tolist()) for rows in parts)


@contextlib.contextmanager
def hooked(module, hook):
    handle = module.register_forward_hook(hook)
    try:
        yield
    finally:
        handle.remove()


@torch.no_grad()
def activations(model, X):
    seen = {}
    with contextlib.ExitStack() as stack:
        for name, module in (("embed", model.embed), ("h1", model.fc1), ("h2", model.fc2)):

            def keep(module, inputs, output, name=name):
                seen[name] = output.flatten(1) if name == "embed" else F.relu(output)

            stack.enter_context(hooked(module, keep))
        model(X)
    return {**seen, "logits": model(X)}


def fit_probe(A, t):
    A = A.double()
    mean, scale = A.mean(0), A.std(0)
    scale[scale < 1e-6] = 1.0
    Z = (A - mean) / scale
    W = torch.zeros(A.shape[1] + 1, int(t.max()) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([W], max_iter=60)

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(Z @ W[:-1] + W[-1], t) + 1e-3 * W[:-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    weight = W[:-1].detach() / scale[:, None]
    return {"weight": weight, "bias": W[-1].detach() - mean @ weight, "iterations": 60}


def answers(probe, A):
    weight, bias = (probe["weight"], probe["bias"]) if isinstance(probe, dict) else (probe.weight, probe.bias)
    return torch.addmm(bias.double(), A.double(), weight.double()).max(dim=1).indices


def probe_accuracy(probe, A, t):
    return torch.mean((answers(probe, A) == t).double())


def probe_with_controls(model, untrained, X, layer, position, seed):
    generator = torch.Generator().manual_seed(seed + 1)
    t = torch.flip(X[:, :-1], dims=[1])[:, position]
    rows = torch.randperm(len(X), generator=generator)
    fitting, scoring = rows[: len(X) // 2], rows[len(X) // 2 :]
    trained, control = activations(model, X)[layer], activations(untrained, X)[layer]
    permuted = t[torch.randperm(len(X), generator=generator)]
    return {
        name: probe_accuracy(fit_probe(A[fitting], y[fitting]), A[scoring], y[scoring])
        for name, A, y in (
            ("trained", trained, t),
            ("untrained", control, t),
            ("shuffled", trained, permuted),
        )
    }


def ablate(model, X, layer, neuron, mode="zero"):
    module = {"h1": model.fc1, "h2": model.fc2}.get(layer)
    if module is None or mode not in ("zero", "mean"):
        raise ValueError(f"{layer}, {mode}")

    def replace(module, inputs, output):
        output = F.relu(output)  # the model's own ReLU leaves this as it is
        output[:, neuron] = output[:, neuron].mean() if mode == "mean" else 0
        return output

    with hooked(module, replace), torch.no_grad():
        return model(X)


def by_position(logits, Y):
    logits, Y = logits[:, :-1].double(), Y[:, :-1]
    loss = -logits.log_softmax(-1).gather(-1, Y[..., None])[..., 0]
    return torch.stack([(logits.argmax(-1) == Y).double().mean(0), loss.mean(0)])


@torch.no_grad()
def ablation_sweep(model, X, Y, layer, mode="zero"):
    base = by_position(model(X), Y)
    runs = [by_position(ablate(model, X, layer, j, mode), Y) - base for j in range(model.config["hidden"])]
    return torch.stack(runs, dim=1)


@torch.no_grad()
def influence(model, X):
    n, length = model.config["n_letters"], model.config["length"]
    before = model(X).argmax(-1)[:, :-1]
    rows = []
    for p in range(length):
        variants = X.repeat(n, 1, 1)
        variants[:, :, p] = torch.arange(n)[:, None]
        after = model(variants.flatten(0, 1)).argmax(-1)[:, :-1].unflatten(0, (n, len(X)))
        rows.append((after != before).double().sum(dim=(0, 1)) / (len(X) * (n - 1)))
    return torch.stack(rows)


def whole_space(model):
    n, length = model.config["n_letters"], model.config["length"]
    codes = torch.arange(n**length)
    letters = torch.stack([codes // n**p % n for p in range(length)], dim=1)
    return F.pad(letters, (0, 1), value=n)


def recover_permutation(model):
    """By patching: the position that carries an output's letter from a donor."""
    X = whole_space(model)
    donor = X[torch.randperm(len(X))]
    return patching_effect(model, X, donor).max(dim=0).indices


@torch.no_grad()
def carriers(model, layer):
    X = whole_space(model)
    before = model(X).argmax(-1)
    needs = torch.stack(
        [(ablate(model, X, layer, j).argmax(-1) != before).any(0) for j in range(model.config["hidden"])]
    )
    return [torch.nonzero(needs[:, q]).flatten() for q in range(model.config["length"])]


def train_transformer(X, Y, seed):
    torch.manual_seed(seed)
    model = given.ReversalTransformer(int(X.max()), X.shape[1] - 1, width=48)
    return model, [float(loss) for loss in fit(model, X, Y, 250 // -(-len(X) // 128), lr=2e-2)]


def attention_patterns(model, X):
    seen = {}
    with contextlib.ExitStack() as stack, torch.no_grad():
        for name, module in (("q", model.query), ("k", model.key)):
            stack.enter_context(
                hooked(module, lambda module, inputs, output, name=name: seen.__setitem__(name, output))
            )
        model(X)
    q, k = (seen[name].reshape(*X.shape, model.config["n_heads"], -1) for name in "qk")
    return F.softmax(torch.einsum("nihd,njhd->nhij", q, k) / q.shape[-1] ** 0.5, dim=-1)


def patch_embedding(model, X, donor, position):
    def swap(module, inputs, output):
        output = output.clone()
        output[:, position] = module.weight[donor[:, position]]
        return output

    with hooked(model.embed, swap), torch.no_grad():
        return model(X)


@torch.no_grad()
def patching_effect(model, X, donor):
    clean, other = (model(tokens)[:, :-1].double() for tokens in (X, donor))
    direction = F.one_hot(other.argmax(-1), clean.shape[-1]) - F.one_hot(clean.argmax(-1), clean.shape[-1])
    moved = [patch_embedding(model, X, donor, p)[:, :-1] - clean for p in range(clean.shape[1])]
    return torch.stack([(m * direction).sum(dim=(0, 2)) for m in moved]) / ((other - clean) * direction).sum(
        dim=(0, 2)
    )
