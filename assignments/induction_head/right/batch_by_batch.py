"""A third style: each batch is drawn when it is needed, plain lists for data, patterns from queries and keys, weights taken out and put back."""

import random

import torch
from given import LENGTH, PERIODS, VOCABULARY, new_model


def repeated_sequences(n, seed, periods=PERIODS):
    draw = random.Random(seed)
    tokens, mask = [], []
    for _ in range(n):
        period = draw.choice(list(periods))
        prefix = draw.randint(0, LENGTH - 2 * period)
        row = draw.sample(range(VOCABULARY), prefix + period)
        while len(row) < LENGTH:
            row.append(row[-period])
        tokens.append(row)
        mask.append([prefix + period <= i < LENGTH - 1 for i in range(LENGTH)])
    return tokens, mask


def steps_of(net, seed, steps, periods):
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-2)
    warm_up = torch.optim.lr_scheduler.LinearLR(optimiser, 0.02, 1.0, total_iters=50)
    for step in range(steps):
        tokens, mask = map(torch.tensor, repeated_sequences(32, f"{seed}, batch {step}", periods))
        chosen = mask[:, :-1]
        loss = torch.nn.functional.cross_entropy(net(tokens)[:, :-1][chosen], tokens[:, 1:][chosen])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        warm_up.step()
        yield loss.detach()


def train(seed, steps=700, periods=PERIODS, n_heads=1):
    model = new_model(seed, n_heads)
    return model, torch.tensor([*steps_of(model.original_model, seed, steps, periods)])


def snapshots(seed, every=25, steps=300):
    model = new_model(seed)
    states = []
    for step, _ in enumerate([None, *range(steps)]):
        if step == 0:
            running = steps_of(model.original_model, seed, steps, PERIODS)
        else:
            next(running)
        if step % every == 0:
            states.append({name: tensor.clone() for name, tensor in model.state_dict().items()})
    kept = [new_model(0) for _ in states]
    for one, state in zip(kept, states, strict=True):
        one.load_state_dict(state)
    return kept


@torch.no_grad()
def accuracy(model, tokens, mask):
    right = [
        logits.argmax().item() == following.item()
        for row, sequence, asked in zip(model(tokens), tokens, mask, strict=True)
        for logits, following, is_asked in zip(row[:-1], sequence[1:], asked[:-1], strict=True)
        if is_asked
    ]
    return sum(right) / len(right)


def later(length):
    return torch.ones(length, length).triu(1).bool()


@torch.no_grad()
def attention_patterns(model, tokens):
    _, cache = model.run_with_cache(tokens)
    patterns = []
    for layer in range(model.cfg.n_layers):
        scores = torch.einsum("nqhd,nkhd->nhqk", cache["q", layer], cache["k", layer])
        scores = scores / model.cfg.d_head**0.5
        patterns.append(scores.masked_fill(later(tokens.shape[1]), -1e30).softmax(-1))
    return torch.stack(patterns, 1)


def most_attended(pattern, query, k=5):
    weights, positions = pattern[query, : query + 1].sort(descending=True)
    return positions[:k], weights[:k]


def induction_targets(tokens):
    n, length = tokens.shape
    targets = torch.zeros(n, length, length, dtype=torch.int64)
    for key in range(1, length):
        targets[:, key:, key] = (tokens[:, key:] == tokens[:, key - 1 : key]).long()
    return targets


def induction_score(model, tokens, mask):
    patterns, targets = attention_patterns(model, tokens), induction_targets(tokens)
    asked = [(n, q) for n in range(len(tokens)) for q in range(tokens.shape[1]) if mask[n, q]]
    return sum((patterns[n, :, :, q] * targets[n, q]).sum(-1) for n, q in asked) / len(asked)


def previous_token_score(model, tokens, mask):
    patterns = attention_patterns(model, tokens)
    wanted = torch.einsum("nqk,nq->nk", induction_targets(tokens).float(), mask.float()).clamp(max=1)
    steps = torch.arange(1, tokens.shape[1])
    return torch.einsum("nlht,nt->lh", patterns[..., steps, steps - 1], wanted[:, 1:]) / wanted.sum()


def uniform_score(tokens, mask):
    even = torch.tril(torch.ones(tokens.shape[1], tokens.shape[1]))
    even = even / even.sum(1, keepdim=True)
    return float((even * induction_targets(tokens)).sum(2)[mask].mean())


def copying_score(model):
    scores = torch.zeros(model.cfg.n_layers, model.cfg.n_heads)
    for layer, block in enumerate(model.blocks):
        for head in range(model.cfg.n_heads):
            circuit = (model.W_E @ block.attn.W_V[head] @ block.attn.W_O[head] @ model.W_U).detach().double()
            scores[layer, head] = circuit.trace() / torch.linalg.eigvals(circuit).abs().sum()
    return scores


@torch.no_grad()
def ablate_head(model, tokens, layer, head, mode="zero"):
    """Without what it writes, or with the mean written at each position."""
    if mode not in ("zero", "mean"):
        raise ValueError
    attention = model.blocks[layer].attn
    _, cache = model.run_with_cache(tokens)
    wrote = cache["z", layer][:, :, head].mean(0) @ attention.W_O[head]
    weights = attention.W_O[head].clone()
    attention.W_O[head] = 0
    try:
        add = (f"blocks.{layer}.hook_attn_out", lambda out, hook: out + wrote * (mode == "mean"))
        return model.run_with_hooks(tokens, fwd_hooks=[add])
    finally:
        attention.W_O[head] = weights


def ablation_scores(model, tokens, mask, mode="zero"):
    def loss(logits):
        log_p = logits.log_softmax(-1)[:, :-1].gather(2, tokens[:, 1:, None])[..., 0]
        return -log_p[mask[:, :-1]].mean().item()

    with torch.no_grad():
        intact = loss(model(tokens))
    scores = torch.zeros(model.cfg.n_layers, model.cfg.n_heads)
    for layer in range(model.cfg.n_layers):
        for head in range(model.cfg.n_heads):
            scores[layer, head] = loss(ablate_head(model, tokens, layer, head, mode)) - intact
    return scores


@torch.no_grad()
def patch_pattern(model, tokens, layer, head, pattern):
    heads = torch.arange(model.cfg.n_heads)[:, None, None]
    hook = lambda its_own, hook: torch.where(heads == head, pattern, its_own)  # noqa: E731
    return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", hook)])


def k_composition(model):
    """By traces: ‖A B‖² is the trace of (Aᵀ A)(B Bᵀ)."""
    (first, second), n = [block.attn for block in model.blocks], model.cfg.n_heads
    scores = torch.zeros(n, n)
    for h0 in range(n):
        A = (first.W_V[h0] @ first.W_O[h0]).detach().double()
        for h1 in range(n):
            B = (second.W_K[h1] @ second.W_Q[h1].T).detach().double()
            scores[h0, h1] = ((A.T @ A * (B @ B.T)).sum() / ((A * A).sum() * (B * B).sum())).sqrt()
    return scores


def find_circuit(model):
    tokens, mask = map(torch.tensor, repeated_sequences(30, seed=0))
    found = []
    for layer in range(2):
        left = []
        for head in range(model.cfg.n_heads):
            said = ablate_head(model, tokens, layer, head, "mean").argmax(-1)
            left.append((said == tokens.roll(-1, 1))[mask].double().mean().item())
        found.append((layer, left.index(min(left))))
    return tuple(found)


def build_circuit():
    """Positions first, then the token and the note, and the answer written into the note's place."""
    model = new_model(0, d_model=96)
    at, is_, was = (torch.arange(96).reshape(3, 32)[i] for i in range(3))
    state = {name: torch.zeros_like(parameter) for name, parameter in model.named_parameters()}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state[name])
        note, follow = (block.attn for block in model.blocks)
        for i in range(32):
            model.W_E[i, is_[i]] = model.W_pos[i, at[i]] = note.W_V[0, is_[i], i] = 1.0
            note.W_O[0, i, was[i]] = note.W_K[0, at[i], i] = follow.W_K[0, was[i], i] = 1.0
            follow.W_Q[0, is_[i], i] = follow.W_V[0, is_[i], i] = 1.0
            follow.W_O[0, i, is_[i]], model.W_U[is_[i], i] = 4.0, 2.0
            if i:
                note.W_Q[0, at[i], i - 1] = 1.0
        note.W_Q.mul_(300.0)
        follow.W_Q.mul_(300.0)
        follow.W_K[0, at[0]] = -3.0
    return model
