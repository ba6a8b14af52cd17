"""Another style: rows drawn one by one, Adam on larger embeddings, own hooks, the circuit found by what breaks without it."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from given import LENGTH, PERIODS, VOCABULARY, new_model


def one_sequence(rng, period):
    prefix = int(rng.integers(LENGTH - 2 * period + 1))
    letters = rng.choice(VOCABULARY, prefix + period, replace=False).tolist()
    segment = letters[prefix:]
    row = letters[:prefix]
    while len(row) < LENGTH:
        row += segment
    return row[:LENGTH], [prefix + period <= i < LENGTH - 1 for i in range(LENGTH)]


def repeated_sequences(n, seed, periods=PERIODS):
    rng = np.random.default_rng(seed)
    rows = [one_sequence(rng, int(rng.choice(list(periods)))) for _ in range(n)]
    return torch.tensor([r for r, _ in rows]).reshape(n, LENGTH), torch.tensor([m for _, m in rows]).reshape(
        n, LENGTH
    )


def batches(seed, steps, periods, size=32):
    tokens, mask = repeated_sequences(size * steps, seed, periods)
    return zip(tokens.split(size), mask.split(size), strict=True) if steps else ()


def fit(net, seed, steps, periods, after_step=lambda step: None):
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-2, betas=(0.9, 0.98))
    losses = []
    for step, (tokens, mask) in enumerate(batches(seed, steps, periods), start=1):
        log_p = net(tokens)[:, :-1].log_softmax(-1)
        picked = log_p.gather(-1, tokens[:, 1:, None])[..., 0]
        loss = -picked[mask[:, :-1]].mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_value_(net.parameters(), 0.1)
        optimiser.step()
        losses.append(float(loss))
        after_step(step)
    return losses


def drawn(seed, n_heads=1):
    net = new_model(seed, n_heads).original_model
    with torch.no_grad():
        for embedding in (net.tok_embed.weight, net.pos.weight):
            embedding.mul_(3)
    return net


def train(seed, steps=700, periods=PERIODS, n_heads=1):
    net = drawn(seed, n_heads)
    return net, fit(net, seed, steps, periods)


def accuracy(model, tokens, mask):
    right = total = 0
    with torch.no_grad():
        said = model(tokens).argmax(-1)
    for row in range(len(tokens)):
        for i in range(tokens.shape[1] - 1):
            if mask[row, i]:
                right += int(said[row, i] == tokens[row, i + 1])
                total += 1
    return right / total


def attention_patterns(model, tokens):
    caught = {}

    def keep(pattern, hook):
        caught[hook.name] = pattern.detach().clone()

    names = [f"blocks.{layer}.attn.hook_pattern" for layer in range(len(model.blocks))]
    model.run_with_hooks(tokens, fwd_hooks=[(name, keep) for name in names])
    return torch.stack([caught[name] for name in names]).transpose(0, 1)


def most_attended(pattern, query, k=5):
    order = sorted(range(query + 1), key=lambda key: -float(pattern[query, key]))[:k]
    return np.array(order), [float(pattern[query, key]) for key in order]


def induction_targets(tokens):
    n, length = tokens.shape
    targets = torch.zeros(n, length, length)
    for row in range(n):
        for query in range(length):
            for key in range(1, query + 1):
                targets[row, query, key] = float(tokens[row, key - 1] == tokens[row, query])
    return targets


def induction_score(model, tokens, mask):
    paid = torch.einsum("nlhqk,nqk->nlhq", attention_patterns(model, tokens), induction_targets(tokens))
    return torch.einsum("nlhq,nq->lh", paid, mask.float()) / mask.sum()


def previous_token_score(model, tokens, mask):
    patterns, targets = attention_patterns(model, tokens), induction_targets(tokens)
    found = []
    for row in range(len(tokens)):
        for key in range(1, tokens.shape[1]):
            if any(targets[row, query, key] and mask[row, query] for query in range(tokens.shape[1])):
                found.append(patterns[row, :, :, key, key - 1])
    return sum(found) / len(found)


def uniform_score(tokens, mask):
    targets = induction_targets(tokens)
    shares = [targets[row, q].sum() / (int(q) + 1) for row, q in mask.nonzero().tolist()]
    return sum(shares) / len(shares)


def copying_score(model):
    """The matrix has the eigenvalues of the small one that goes round the other way, and zeros."""
    scores = []
    for block in model.blocks:
        for W_V, W_O in zip(block.attn.W_V, block.attn.W_O, strict=True):
            small = (W_O @ model.W_U @ model.W_E @ W_V).detach()
            scores.append(float(small.trace() / torch.linalg.eigvals(small).abs().sum()))
    return torch.tensor(scores).reshape(len(model.blocks), -1)


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in {"zero", "mean"}:
        raise ValueError("zero or mean")
    name = f"blocks.{layer}.attn.hook_z"
    _, cache = model.run_with_cache(tokens)
    instead = cache[name].detach().clone()
    instead[:, :, head] = cache[name][:, :, head].mean(0, keepdim=True) * (mode == "mean")
    return model.run_with_hooks(tokens, fwd_hooks=[(name, lambda z, hook: instead)])


def next_token_loss(logits, tokens, mask):
    losses = F.cross_entropy(logits[:, :-1].transpose(1, 2), tokens[:, 1:], reduction="none")
    return float(losses[mask[:, :-1]].mean())


def ablation_scores(model, tokens, mask, mode="zero"):
    base = next_token_loss(model(tokens), tokens, mask)
    layers, heads = range(model.cfg.n_layers), range(model.cfg.n_heads)
    return [
        [next_token_loss(ablate_head(model, tokens, la, h, mode), tokens, mask) - base for h in heads]
        for la in layers
    ]


def patch_pattern(model, tokens, layer, head, pattern):
    """By hand from the values: what the head would have gathered."""
    name = f"blocks.{layer}.attn.hook_z"
    _, cache = model.run_with_cache(tokens)
    instead = cache[name].detach().clone()
    values = cache[f"blocks.{layer}.attn.hook_v"].detach()
    instead[:, :, head] = torch.einsum("qk,nkd->nqd", pattern, values[:, :, head])
    return model.run_with_hooks(tokens, fwd_hooks=[(name, lambda z, hook: instead)])


def k_composition(model):
    return model.all_composition_scores("K").scores[0, :, 1].detach()


def find_circuit(model):
    tokens, mask = repeated_sequences(24, seed=5, periods=[7, 10])
    costs = np.array(ablation_scores(model, tokens, mask))
    return [(0, int(costs[0].argmax())), (1, int(costs[1].argmax()))]


def build_circuit():
    """The note that position 0 writes about itself is taken back by its own position embedding."""
    model = new_model(0, d_model=96)
    position, before, token = (slice(32 * i, 32 * (i + 1)) for i in range(3))
    for parameter in model.parameters():
        parameter.data.zero_()
    eye = torch.eye(32)
    model.W_E.data[:, token] = eye
    model.W_pos.data[:, position] = eye
    model.W_pos.data[0, before] = -1
    model.W_U.data[token] = 5 * eye
    steps = torch.zeros(32, 32)
    steps[range(1, 32), range(31)] = 40 * math.sqrt(32)
    looks, copies = (block.attn for block in model.blocks)
    looks.W_Q.data[0, position], looks.W_K.data[0, position] = steps, eye
    looks.W_V.data[0, token], looks.W_O.data[0, :, before] = eye, eye
    copies.W_Q.data[0, token], copies.W_K.data[0, before] = 40 * math.sqrt(32) * eye, eye
    copies.W_V.data[0, token], copies.W_O.data[0, :, token] = eye, 2 * eye
    return model


def snapshots(seed, every=25, steps=300):
    net = drawn(seed)
    kept = []

    def keep(step):
        if step % every == 0:
            other = new_model(0).original_model
            other.load_state_dict(net.state_dict())
            kept.append(other)

    keep(0)
    fit(net, seed, steps, PERIODS, keep)
    return kept
