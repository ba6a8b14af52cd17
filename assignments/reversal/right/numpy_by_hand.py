"""NumPy and float64 but for the transformer: gradients by hand, loops where they read well, lists as answers."""

import numpy as np
import torch
from given import ALPHABET, ReversalMLP, ReversalTransformer

STEPS = 600


def encode(strings, alphabet=ALPHABET):
    code = {letter: i for i, letter in enumerate(alphabet)}
    lengths = {len(text) for text in strings}
    if len(lengths) != 1 or not set("".join(strings)) <= set(code):
        raise ValueError("strings of one length over the alphabet, please")
    return np.array([[code[letter] for letter in text] + [len(alphabet)] for text in strings])


def targets(X):
    X = np.asarray(X)
    length = X.shape[1] - 1
    return X[:, [*range(length - 1, -1, -1), length]]


def split(n, n_train, seed):
    order = np.random.default_rng(seed).permutation(n)
    return sorted(order[:n_train].tolist()), sorted(order[n_train:].tolist())


# --- the network ---


def network(model):
    return [np.asarray(p.detach(), dtype=float) for p in model.parameters()]


def run(weights, X, e=None):
    """Everything that the network computes: e, h1, h2 and the logits."""
    E, W1, b1, W2, b2, W3, b3 = weights
    e = E[X].reshape(len(X), -1) if e is None else e
    h1 = np.maximum(e @ W1.T + b1, 0)
    h2 = np.maximum(h1 @ W2.T + b2, 0)
    return e, h1, h2, (h2 @ W3.T + b3).reshape(len(X), X.shape[1], -1)


def loss_and_gradients(weights, X, Y):
    E, W1, _, W2, _, W3, _ = weights
    e, h1, h2, logits = run(weights, X)
    log_p = logits - np.logaddexp.reduce(logits, axis=2, keepdims=True)
    right = np.eye(logits.shape[2])[Y]
    d3 = ((np.exp(log_p) - right) / Y.size).reshape(len(X), -1)
    d2 = (d3 @ W3) * (h2 > 0)
    d1 = (d2 @ W2) * (h1 > 0)
    dE = np.zeros_like(E)
    np.add.at(dE, X, (d1 @ W1).reshape(*X.shape, -1))
    gradients = [dE, d1.T @ e, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0)]
    return -(log_p * right).sum() / Y.size, gradients


def train(X, Y, seed, epochs=None, lr=5e-3, batch_size=100, hidden=40):
    X, Y = np.asarray(X), np.asarray(Y)
    rng = np.random.default_rng(seed)
    n_letters, slots = int(X[0, -1]), X.shape[1]
    width = n_letters + 1
    sizes = [
        (hidden, slots * width),
        (hidden,),
        (hidden, hidden),
        (hidden,),
        (slots * width, hidden),
        (slots * width,),
    ]
    weights = [rng.normal(0, 1, (width, width))]
    weights += [
        rng.normal(0, np.sqrt(2 / size[1]), size) if len(size) == 2 else np.zeros(size) for size in sizes
    ]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    epochs = STEPS * batch_size // max(len(X), batch_size) if epochs is None else epochs
    losses, step = [], 0
    for _ in range(epochs):
        batches = np.array_split(rng.permutation(len(X)), max(1, len(X) // batch_size))
        losses.append(0.0)
        for batch in batches:
            step += 1
            loss, gradients = loss_and_gradients(weights, X[batch], Y[batch])
            losses[-1] += loss / len(batches)
            for w, g, m, v in zip(weights, gradients, first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g**2 - v)
                w -= lr * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    model = ReversalMLP(n_letters, slots - 1, width, hidden)
    for parameter, w in zip(model.parameters(), weights, strict=True):
        parameter.data = torch.tensor(w, dtype=torch.float32)
    return model, losses


# --- scores ---


def right_letters(model, X, Y):
    said = run(network(model), np.asarray(X))[-1].argmax(axis=2)
    return (said == np.asarray(Y))[:, :-1]


def sequence_accuracy(model, X, Y):
    return right_letters(model, X, Y).all(axis=1).mean()


def letter_accuracy(model, X, Y):
    return np.mean(right_letters(model, X, Y))


def models_by_size(X, Y, sizes, seed):
    found = []
    for size in sizes:
        rows, _ = split(len(X), size, seed)
        found.append([train(X[rows], Y[rows], seed)[0], rows])
    return found


# --- probes ---


def activations(model, X):
    e, h1, h2, _ = run(network(model), np.asarray(X))
    return {"embed": e, "h1": h1, "h2": h2}


def fit_probe(A, t):
    A, t = np.asarray(A, dtype=float), np.asarray(t)
    mean, scale = A.mean(axis=0), np.maximum(A.std(axis=0), 1e-6)
    Z = (A - mean) / scale
    ridge = 1e-3 * np.trace(Z.T @ Z) / A.shape[1] * np.eye(A.shape[1])
    weight = np.linalg.lstsq(Z.T @ Z + ridge, Z.T @ np.eye(t.max() + 1)[t], rcond=None)[0] / scale[:, None]
    return weight, np.bincount(t) / len(t) - mean @ weight


def probe_accuracy(probe, A, t):
    weight, bias = (np.asarray(part) for part in probe)
    return float(np.mean((np.asarray(A) @ weight + bias).argmax(axis=1) == np.asarray(t)))


def probe_with_controls(model, untrained, X, layer, position, seed):
    rng = np.random.default_rng(seed)
    t = targets(X)[:, position]
    lie = rng.permutation(t)
    order = rng.permutation(len(t))
    half = len(t) // 2
    read = []
    for source, answers in ((model, t), (untrained, t), (model, lie)):
        A = activations(source, X)[layer]
        probe = fit_probe(A[order[:half]], answers[order[:half]])
        read.append(probe_accuracy(probe, A[order[half:]], answers[order[half:]]))
    return read


# --- ablation and influence ---


def ablate(model, X, layer, neuron, mode="zero"):
    if (layer, mode) not in {(a, b) for a in ("h1", "h2") for b in ("zero", "mean")}:
        raise ValueError("no such layer or mode")
    _, _, _, W2, b2, W3, b3 = network(model)
    H = activations(model, X)[layer]
    H[:, neuron] = H[:, neuron].mean() * (mode == "mean")
    if layer == "h1":
        H = np.maximum(H @ W2.T + b2, 0)
    return (H @ W3.T + b3).reshape(len(X), X.shape[1], -1)


def scores(logits, Y):
    logits, Y = logits[:, :-1], np.asarray(Y)[:, :-1]
    log_p = logits - np.logaddexp.reduce(logits, axis=2, keepdims=True)
    return (logits.argmax(2) == Y).mean(0), -np.take_along_axis(log_p, Y[:, :, None], 2)[:, :, 0].mean(0)


def ablation_sweep(model, X, Y, layer, mode="zero"):
    before = scores(run(network(model), np.asarray(X))[-1], Y)
    neurons = range(model.config["hidden"])
    deltas = [np.subtract(scores(ablate(model, X, layer, j, mode), Y), before) for j in neurons]
    return np.stack(deltas, axis=1)


def influence(model, X):
    X, weights = np.asarray(X), network(model)
    n, length = model.config["n_letters"], X.shape[1] - 1
    said = run(weights, X)[-1].argmax(2)
    counts = np.zeros((length, length))
    for p in range(length):
        for letter in range(n):
            other = X.copy()
            other[:, p] = letter
            asked = X[:, p] != letter
            counts[p] += (run(weights, other)[-1].argmax(2) != said)[asked, :length].sum(axis=0)
    return counts / (len(X) * (n - 1))


def every_input(model):
    n, length = model.config["n_letters"], model.config["length"]
    letters = np.indices((n,) * length).reshape(length, -1).T
    return np.column_stack([letters, np.full(len(letters), n)])


def recover_permutation(model):
    return [int(column.argmax()) for column in influence(model, every_input(model)).T]


def carriers(model, layer):
    X = every_input(model)
    said = run(network(model), X)[-1].argmax(2)
    needed = [set() for _ in range(X.shape[1] - 1)]
    for j in range(model.config["hidden"]):
        changed = (ablate(model, X, layer, j).argmax(2) != said).any(axis=0)
        for q, group in enumerate(needed):
            if changed[q]:
                group.add(j)
    return needed


# --- extra ---


def train_transformer(X, Y, seed):
    torch.manual_seed(seed)
    model = ReversalTransformer(int(X[0, -1]), X.shape[1] - 1, width=24)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(300):
        batch = torch.randint(len(X), (100,))
        loss = torch.nn.functional.cross_entropy(model(X[batch]).transpose(1, 2), Y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    return model, losses


def attention_patterns(model, X):
    parts = {name: np.asarray(p.detach(), dtype=float) for name, p in model.named_parameters()}
    x = parts["embed.weight"][np.asarray(X)] + parts["position"]
    q, k = (x @ parts[f"{name}.weight"].T + parts[f"{name}.bias"] for name in ("query", "key"))
    width = q.shape[2] // model.config["n_heads"]
    heads = []
    for h in range(model.config["n_heads"]):
        columns = slice(h * width, (h + 1) * width)
        scores = q[:, :, columns] @ k[:, :, columns].transpose(0, 2, 1) / np.sqrt(width)
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        heads.append(scores / scores.sum(axis=2, keepdims=True))
    return np.stack(heads, axis=1)


def patch_embedding(model, X, donor, position):
    mixed = np.array(X)
    mixed[:, position] = np.asarray(donor)[
        :, position
    ]  # the embedding of a slot is the embedding of its token
    return run(network(model), mixed)[-1]


def patching_effect(model, X, donor):
    X, donor = np.asarray(X), np.asarray(donor)
    rows = np.arange(len(X))
    clean, other = (run(network(model), tokens)[-1] for tokens in (X, donor))
    effect = np.zeros((X.shape[1] - 1,) * 2)
    for q in range(len(effect)):
        c, d = clean[:, q].argmax(1), other[:, q].argmax(1)

        def gain(logits, q=q, c=c, d=d):
            return (logits[rows, q, d] - logits[rows, q, c]).sum()

        for p in range(len(effect)):
            patched = patch_embedding(model, X, donor, p)
            effect[p, q] = (gain(patched) - gain(clean)) / (gain(other) - gain(clean))
    return effect.tolist()
