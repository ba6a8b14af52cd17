"""The forward pass written out in NumPy and float64, without the library's cache or hooks; training on plain tensors."""

import numpy as np
import torch
from given import LENGTH, PERIODS, VOCABULARY, new_model

CAUSAL = np.tri(LENGTH, dtype=bool)


def repeated_sequences(n, seed, periods=PERIODS):
    rng = np.random.default_rng(seed)
    period = rng.choice(np.array(list(periods)), n)
    prefix = np.floor(rng.random(n) * (LENGTH - 2 * period + 1)).astype(int)
    i = np.arange(LENGTH)
    within = np.where(i < prefix[:, None], i, prefix[:, None] + (i - prefix[:, None]) % period[:, None])
    letters = np.argsort(rng.random((n, VOCABULARY)), axis=1)
    mask = (i >= (prefix + period)[:, None]) & (i < LENGTH - 1)
    return np.take_along_axis(letters, within, axis=1), mask.tolist()


# --- training: the model as seven tensors a layer, and copied into a bridge at the end ---------------------


def drawn(seed, n_heads=1):
    g = torch.Generator().manual_seed(seed)
    sizes = {"E": 0.5, "P": 0.5, "U": 0.2} | {f"{name}{layer}": 0.16 for layer in "01" for name in "QKVO"}
    heads = {name: () if len(name) == 1 else (n_heads,) for name in sizes}
    return {
        name: (torch.randn(*heads[name], 32, 32, generator=g) * size).requires_grad_()
        for name, size in sizes.items()
    }


def logits_of(w, tokens):
    x = w["E"][tokens] + w["P"]
    blocked = ~torch.from_numpy(CAUSAL)
    for layer in "01":
        q, k, v = (x[:, None] @ w[name + layer] for name in "QKV")
        pattern = (q @ k.mT / 32**0.5).masked_fill(blocked, -torch.inf).softmax(-1)
        x = x + (pattern @ v @ w["O" + layer]).sum(dim=1)
    return x @ w["U"]


def as_bridge(w):
    model = new_model(0, len(w["Q0"]))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.W_E.copy_(w["E"])
        model.W_pos.copy_(w["P"])
        model.W_U.copy_(w["U"])
        for layer, block in zip("01", model.blocks, strict=True):
            for name in "QKVO":
                getattr(block.attn, f"W_{name}").copy_(w[name + layer])
    return model


def steps_of(w, seed, steps, periods):
    tokens, mask = repeated_sequences(32 * steps, seed + 1, periods)
    tokens, mask = torch.from_numpy(tokens).split(32), torch.tensor(mask).split(32)
    optimiser = torch.optim.NAdam(w.values(), lr=5e-3)
    for step in range(steps):
        x, known = tokens[step], mask[step]
        loss = torch.nn.functional.cross_entropy(logits_of(w, x)[known], x.roll(-1, 1)[known])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(w.values(), 1.0)
        optimiser.step()
        yield loss.item()


def train(seed, steps=900, periods=PERIODS, n_heads=1):
    w = drawn(seed, n_heads)
    losses = list(steps_of(w, seed, steps, periods))
    return as_bridge(w), np.array(losses)


def snapshots(seed, every=25, steps=300):
    w = drawn(seed)
    kept = [as_bridge(w)]
    for done, _ in enumerate(steps_of(w, seed, steps, PERIODS), start=1):
        if done % every == 0:
            kept.append(as_bridge(w))
    return tuple(kept)


# --- the forward pass --------------------------------------------------------------------------------------


def array(tensor):
    return np.asarray(tensor.detach() if isinstance(tensor, torch.Tensor) else tensor, dtype=float)


def run(model, tokens, change_pattern=None, change_z=None):
    """Logits [N, T, vocabulary] and patterns [N, layer, head, query, key], with changes at (layer, head)."""
    tokens = np.asarray(tokens)
    length = tokens.shape[1]
    x = array(model.W_E)[tokens] + array(model.W_pos)[:length]
    patterns = []
    for layer, block in enumerate(model.blocks):
        a = block.attn
        q, k, v = (
            np.einsum("ntd,hde->nhte", x, array(getattr(a, "W_" + p))) + array(getattr(a, "b_" + p))[:, None]
            for p in "QKV"
        )
        scores = np.where(CAUSAL[:length, :length], q @ k.swapaxes(2, 3) / q.shape[-1] ** 0.5, -np.inf)
        pattern = np.exp(scores - scores.max(-1, keepdims=True))
        pattern /= pattern.sum(-1, keepdims=True)
        if change_pattern is not None and change_pattern[0] == layer:
            pattern[:, change_pattern[1]] = change_pattern[2]
        z = pattern @ v
        if change_z is not None and change_z[0] == layer:
            z[:, change_z[1]] = z[:, change_z[1]].mean(0) if change_z[2] == "mean" else 0
        x = x + np.einsum("nhte,hed->ntd", z, array(a.W_O)) + array(a.b_O)
        patterns.append(pattern)
    return x @ array(model.W_U) + array(model.b_U), np.stack(patterns, 1)


def accuracy(model, tokens, mask):
    tokens, mask = np.asarray(tokens), np.asarray(mask, dtype=bool)[:, :-1]
    return np.mean((run(model, tokens)[0].argmax(-1)[:, :-1] == tokens[:, 1:])[mask])


def attention_patterns(model, tokens):
    return run(model, tokens)[1]


def most_attended(pattern, query, k=5):
    row = array(pattern)[query, : query + 1]
    order = np.argsort(-row)[:k]
    return tuple(order.tolist()), tuple(row[order])


def induction_targets(tokens):
    tokens = np.asarray(tokens)
    targets = np.zeros((*tokens.shape, tokens.shape[1]), bool)
    targets[:, :, 1:] = tokens[:, :, None] == tokens[:, None, :-1]
    return targets & CAUSAL[: tokens.shape[1], : tokens.shape[1]]


def induction_score(model, tokens, mask):
    paid = (run(model, tokens)[1] * induction_targets(tokens)[:, None, None]).sum(-1)
    return np.moveaxis(paid, -1, 1)[np.asarray(mask, dtype=bool)].mean(0).tolist()


def previous_token_score(model, tokens, mask):
    looked_at = (induction_targets(tokens) & np.asarray(mask, dtype=bool)[:, :, None]).any(1)
    before = np.diagonal(run(model, tokens)[1], -1, -2, -1)
    return np.moveaxis(before, -1, 1)[looked_at[:, 1:]].mean(0)


def uniform_score(tokens, mask):
    shares = induction_targets(tokens).sum(-1) / np.arange(1, np.shape(tokens)[1] + 1)
    return shares[np.asarray(mask, dtype=bool)].mean()


def copying_score(model):
    def score(W_V, W_O):
        eigenvalues = np.linalg.eigvals(array(model.W_E) @ W_V @ W_O @ array(model.W_U))
        return eigenvalues.sum().real / np.abs(eigenvalues).sum()

    return [
        [score(W_V, W_O) for W_V, W_O in zip(array(b.attn.W_V), array(b.attn.W_O), strict=True)]
        for b in model.blocks
    ]


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError("there are two modes")
    return run(model, tokens, change_z=(layer, head, mode))[0]


def loss(logits, tokens, mask):
    top = logits.max(-1, keepdims=True)
    log_p = logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))
    picked = np.take_along_axis(log_p[:, :-1], np.asarray(tokens)[:, 1:, None], 2)[..., 0]
    return -picked[np.asarray(mask, dtype=bool)[:, :-1]].mean()


def ablation_scores(model, tokens, mask, mode="zero"):
    intact = loss(run(model, tokens)[0], tokens, mask)
    heads = range(model.cfg.n_heads)
    return np.array(
        [
            [loss(ablate_head(model, tokens, la, h, mode), tokens, mask) - intact for h in heads]
            for la in range(2)
        ]
    )


def patch_pattern(model, tokens, layer, head, pattern):
    return run(model, tokens, change_pattern=(layer, head, array(pattern)))[0]


def k_composition(model):
    first, second = (block.attn for block in model.blocks)
    scores = np.zeros((model.cfg.n_heads, model.cfg.n_heads))
    for h0, h1 in np.ndindex(*scores.shape):
        OV = array(first.W_V)[h0] @ array(first.W_O)[h0]
        KQ = array(second.W_K)[h1] @ array(second.W_Q)[h1].T
        scores[h0, h1] = np.linalg.norm(OV @ KQ) / np.linalg.norm(OV) / np.linalg.norm(KQ)
    return scores


def find_circuit(model):
    """The head of layer 1 that copies most, and the head of layer 0 whose notes match its queries token by token."""
    E = array(model.W_E)
    first, second = (block.attn for block in model.blocks)
    copies = int(np.argmax(copying_score(model)[1]))
    matches = []
    for W_V, W_O in zip(array(first.W_V), array(first.W_O), strict=True):
        scores = E @ W_V @ W_O @ array(second.W_K)[copies] @ array(second.W_Q)[copies].T @ E.T
        matches.append(np.trace(scores) - scores.mean() * len(scores))
    return (0, int(np.argmax(matches))), (1, copies)


def build_circuit():
    """Sharpness comes from the keys, and position 0 is kept from being found by a bias in the queries' direction."""
    model = new_model(0, d_model=96)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        eye = torch.eye(32)
        model.W_E[:, 0:32] = eye
        model.W_pos[:, 32:64] = eye
        model.W_U[0:32] = 4 * eye
        a, b = (block.attn for block in model.blocks)
        a.W_Q[0, 32:64], a.W_K[0, 32:64] = torch.diag(torch.ones(31), -1), 150 * eye
        a.W_V[0, 0:32], a.W_O[0, :, 64:96] = eye, eye
        b.W_Q[0, 0:32], b.W_K[0, 64:96] = eye, 150 * eye
        b.W_K[0, 32] = -300
        b.W_V[0, 0:32], b.W_O[0, :, 0:32] = eye, 2 * eye
    return model
