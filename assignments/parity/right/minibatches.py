"""NumPy and float64 models, shuffled mini-batches with several steps an epoch, an early end, a Markov chain of
flips."""

import copy
import itertools

import numpy as np
import scipy.stats
import torch
from given import TinyMLP, parity_data
from torch.nn.functional import cross_entropy


def train(X, y, seed, hidden=10, epochs=600, lr=0.02):
    rng = np.random.default_rng(seed)
    torch.manual_seed(int(rng.integers(2**31)))
    model = TinyMLP(X.shape[1], hidden).double()
    Xd = X.double()
    losses = []
    opt = torch.optim.NAdam(model.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.from_numpy(rng.permutation(len(X)))
        for batch in order.chunk(2):
            with torch.no_grad():
                losses.append(cross_entropy(model(Xd), y).item())
            opt.zero_grad()
            cross_entropy(model(Xd[batch]), y[batch]).backward()
            opt.step()
        if losses[-1] < 1e-3:
            break
    return model.float(), np.array(losses)


def hidden_activations(model, X):
    f = {
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "softplus": lambda z: np.log1p(np.exp(z)),
        "relu": lambda z: z * (z > 0),
    }
    W, b = model.fc1.weight.detach().double().numpy(), model.fc1.bias.detach().double().numpy()
    return f[model.config["activation"]](X.detach().numpy() @ W.T + b)


def label_correlation(model, X, y):
    H = hidden_activations(model, X)
    z = np.asarray(y, float)
    H = H - H.mean(0)
    z = z - z.mean()
    flat = np.ptp(H, axis=0) <= 1e-6
    r = np.where(flat, 0, (z @ H) / np.where(flat, 1, np.sqrt((H**2).sum(0) * (z**2).sum())))
    r = np.clip(r, -1, 1)
    with np.errstate(divide="ignore"):
        t = r * np.sqrt((len(z) - 2) / (1 - r * r))
    return r, 2 * (1 - scipy.stats.t.cdf(np.abs(t), len(z) - 2))


def ablate(model, X, neuron, mode="zero"):
    if mode not in ["zero", "mean"]:
        raise ValueError("bad mode")
    m = copy.deepcopy(model)
    mean = float(hidden_activations(model, X)[:, neuron].mean()) if mode == "mean" else 0.0
    with torch.no_grad():
        m.fc2.bias += m.fc2.weight[:, neuron] * mean
        m.fc2.weight[:, neuron] = 0
        return m(X).numpy()


def ablation_sweep(model, X, y, mode="zero"):
    def s(L):
        L = np.asarray(L, float)
        m = L.max(1, keepdims=True)
        lse = m[:, 0] + np.log(np.exp(L - m).sum(1))
        return np.array([(L.argmax(1) == y.numpy()).mean(), (lse - L[np.arange(len(y)), y]).mean()])

    base = s(model(X).detach())
    d = np.array([s(ablate(model, X, j, mode)) - base for j in range(model.fc1.out_features)])
    return d[:, 0], d[:, 1]


def logit_difference_terms(model, X):
    W = model.fc2.weight.detach().numpy()
    b = model.fc2.bias.detach().numpy()
    return hidden_activations(model, X) * (W[1] - W[0]), b[1] - b[0]


def saliency(model, X):
    Z = X.clone()
    Z.requires_grad = True
    (model(Z) @ torch.tensor([-1.0, 1.0])).sum().backward()
    model.zero_grad()
    return Z.grad.numpy()


def mean_abs_saliency(model, X):
    return np.abs(saliency(model, X)).mean(0)


def explain(model, X, y):
    H = torch.from_numpy(hidden_activations(model, X)).float()
    n = H.shape[1]

    def acc(S):
        G = H.clone()
        G[:, list(S)] = 0
        return (model.fc2(G).argmax(1) == y).double().mean()

    best = None
    for S in itertools.chain.from_iterable(itertools.combinations(range(n), k) for k in range(n, -1, -1)):
        if acc(S) <= 0.5:
            best = S
    if best is None:
        raise ValueError
    p = np.asarray(label_correlation(model, X, y)[0])
    return {
        "aligned": np.argmax(np.abs(p)),
        "causal": np.argmax(ablation_sweep(model, X, y)[1]),
        "smallest_set": np.array(best, dtype=int),
    }


def noisy_accuracy(model, X, y, flip_probability):
    P = np.array([[1 - flip_probability, flip_probability], [flip_probability, 1 - flip_probability]])
    x = X.int().numpy()
    n = x.shape[1]
    K = np.ones((len(x), len(x)))
    for i in range(n):
        K *= P[x[:, i][:, None], x[:, i][None]]
    said = model(X).argmax(1).numpy()
    return (K * (said[None] == y.numpy()[:, None])).sum() / len(x)


def train_four_bits(seed):
    return train(*parity_data(4), seed=seed, hidden=40, epochs=900, lr=0.01)


def snapshots(X, y, seed, every=50, epochs=500):
    return [train(X, y, seed, epochs=e)[0] for e in range(0, epochs + 1, every)]
