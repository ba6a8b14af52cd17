"""Everything in NumPy and float64: gradients by hand, plain lists and dicts as answers, Adam written out."""

import numpy as np
import torch
from given import TinyMLP, parity_data
from scipy import stats

ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "softplus": (lambda z: np.logaddexp(0, z), lambda z: 1 / (1 + np.exp(-z))),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
}


def arrays(*tensors):
    return [np.asarray(t.detach(), dtype=float) for t in tensors]


def network(model):
    """W1, b1, W2, b2, the activation function and its derivative."""
    return *arrays(*model.parameters()), *ACTIVATIONS[model.config["activation"]]


def draw(n_bits, hidden, seed):
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, 1, (hidden, n_bits)),
        rng.normal(0, 1, hidden),
        rng.normal(0, 1 / np.sqrt(hidden), (2, hidden)),
        np.zeros(2),
    ]


def loss_and_gradients(weights, X, y):
    W1, b1, W2, b2 = weights
    H = np.tanh(X @ W1.T + b1)
    logits = H @ W2.T + b2
    log_p = logits - np.logaddexp(logits[:, :1], logits[:, 1:])
    d_logits = (np.exp(log_p) - np.eye(2)[y]) / len(X)
    d_before = (d_logits @ W2) * (1 - H**2)
    gradients = [d_before.T @ X, d_before.sum(0), d_logits.T @ H, d_logits.sum(0)]
    return -log_p[np.arange(len(y)), y].mean(), gradients


def adam(weights, X, y, steps, lr):
    """Yields the loss before each step; the weights change in place."""
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step in range(1, steps + 1):
        loss, gradients = loss_and_gradients(weights, X, y)
        for w, g, m, v in zip(weights, gradients, first, second, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g**2 - v)
            w -= lr * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        yield loss


def as_model(weights):
    model = TinyMLP(weights[0].shape[1], weights[0].shape[0])
    for parameter, w in zip(model.parameters(), weights, strict=True):
        parameter.data = torch.tensor(w, dtype=torch.float32)
    return model


def train(X, y, seed, hidden=10, epochs=600, lr=0.05):
    (X,), y = arrays(X), y.numpy()
    weights = draw(X.shape[1], hidden, seed)
    losses = list(adam(weights, X, y, epochs, lr))
    return as_model(weights), losses


def hidden_activations(model, X):
    W1, b1, _, _, act, _ = network(model)
    return act(arrays(X)[0] @ W1.T + b1)


def label_correlation(model, X, y):
    H = hidden_activations(model, X)
    found = [(0.0, 1.0) if np.ptp(h) <= 1e-6 else tuple(stats.pearsonr(h, y.numpy())) for h in H.T]
    return [r for r, _ in found], [p for _, p in found]


def scores(logits, y):
    margin = (logits[:, 1] - logits[:, 0]) * np.where(np.asarray(y) == 1, 1, -1)
    return np.mean(logits.argmax(1) == np.asarray(y)), np.logaddexp(0, -margin).mean()


def ablate(model, X, neuron, mode="zero"):
    if mode not in {"zero", "mean"}:
        raise ValueError("mode must be zero or mean")
    _, _, W2, b2, _, _ = network(model)
    H = hidden_activations(model, X)
    H[:, neuron] = H[:, neuron].mean() * (mode == "mean")
    return H @ W2.T + b2


def ablation_sweep(model, X, y, mode="zero"):
    _, _, W2, b2, _, _ = network(model)
    before = scores(hidden_activations(model, X) @ W2.T + b2, y)
    after = [scores(ablate(model, X, j, mode), y) for j in range(W2.shape[1])]
    return np.subtract(after, before).T


def logit_difference_terms(model, X):
    _, _, W2, b2, _, _ = network(model)
    return (hidden_activations(model, X) * (W2[1] - W2[0])).tolist(), b2[1] - b2[0]


def saliency(model, X):
    W1, b1, W2, _, _, slope = network(model)
    return ((W2[1] - W2[0]) * slope(arrays(X)[0] @ W1.T + b1)) @ W1


def mean_abs_saliency(model, X):
    return list(np.abs(saliency(model, X)).mean(0))


def explain(model, X, y):
    _, _, W2, b2, _, _ = network(model)
    H = hidden_activations(model, X)
    n = H.shape[1]
    masks = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1).astype(bool)
    masks = masks[np.argsort(masks.sum(1), kind="stable")]
    broken = [mask for mask in masks if scores(np.where(mask, 0, H) @ W2.T + b2, y)[0] <= 0.5]
    if not broken:
        raise ValueError("no set of neurons brings accuracy to 1/2")
    r, _ = label_correlation(model, X, y)
    _, costs = ablation_sweep(model, X, y)
    return {
        "aligned": np.abs(r).argmax(),
        "causal": np.argmax(costs),
        "smallest_set": set(np.flatnonzero(broken[0]).tolist()),
        "how": "all subsets, by size",
    }


def noisy_accuracy(model, X, y, flip_probability):
    _, _, W2, b2, _, _ = network(model)
    said = (hidden_activations(model, X) @ W2.T + b2).argmax(1)
    bits = arrays(X)[0].astype(int)
    n = bits.shape[1]
    total = 0.0
    for pattern, label in zip(bits, y.numpy(), strict=True):
        for arrived, answer in zip(bits, said, strict=True):
            k = np.abs(pattern - arrived).sum()
            total += flip_probability**k * (1 - flip_probability) ** (n - k) * (answer == label)
    return total / len(bits)


def train_four_bits(seed):
    return train(*parity_data(4), seed, hidden=24, epochs=800)


def snapshots(X, y, seed, every=50, epochs=500):
    (X,), y = arrays(X), y.numpy()
    weights = draw(X.shape[1], 10, seed)
    kept = [as_model(weights)]
    for step, _ in enumerate(adam(weights, X, y, epochs, 0.05), 1):
        if step % every == 0:
            kept.append(as_model(weights))
    return tuple(kept)
