"""The whole transformer again in NumPy and float64, from its weights alone: no cache, no hooks, no torch."""

import math

import numpy as np
from given import components, copy_of

erf = np.vectorize(math.erf)


def weights(model):
    return {name: tensor.detach().double().numpy() for name, tensor in model.state_dict().items()}


def normalise(x, eps):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + eps)


def forward(model, tokens, change=lambda name, value: value):
    """Everything that happens on tokens [B, T], by TransformerLens' names; `change` may replace what is added."""
    w, seen = weights(model), {}
    cfg = model.cfg
    tokens = np.asarray(tokens)
    batch, length = tokens.shape
    heads = (batch, length, cfg.n_heads, cfg.d_head)

    def note(name, value):
        seen[name] = value = change(name, value)
        return value

    def linear(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    x = note("hook_embed", w["embed.weight"][tokens])
    x = x + note("hook_pos_embed", np.broadcast_to(w["pos_embed.weight"][:length], x.shape))
    future = np.triu(np.ones((length, length), bool), 1)
    for i in range(cfg.n_layers):
        at = f"blocks.{i}"
        note(f"{at}.hook_resid_pre", x)
        u = normalise(x, cfg.eps) * w[f"{at}.ln1.weight"] + w[f"{at}.ln1.bias"]
        q, k, v = (linear(u, f"{at}.attn.{part}").reshape(heads) for part in "qkv")
        scores = np.einsum("bqhe,bkhe->bhqk", q, k) / math.sqrt(cfg.d_head)
        scores = np.exp(np.where(future, -np.inf, scores - scores.max(-1, keepdims=True)))
        pattern = note(f"{at}.attn.hook_pattern", scores / scores.sum(-1, keepdims=True))
        z = note(f"{at}.attn.hook_z", np.einsum("bhqk,bkhe->bqhe", pattern, v))
        x = x + linear(z.reshape(batch, length, -1), f"{at}.attn.o")
        note(f"{at}.hook_resid_mid", x)
        u = normalise(x, cfg.eps) * w[f"{at}.ln2.weight"] + w[f"{at}.ln2.bias"]
        before = linear(u, f"{at}.mlp.in")
        hidden = note(f"{at}.mlp.hook_post", before * (1 + erf(before / math.sqrt(2))) / 2)
        x = x + note(f"{at}.hook_mlp_out", linear(hidden, f"{at}.mlp.out"))
        note(f"{at}.hook_resid_post", x)
    seen["ln_final.hook_scale"] = np.sqrt(x.var(-1, keepdims=True) + cfg.eps)
    seen["logits"] = unembed(model, x)
    return seen


def unembed(model, x):
    w = weights(model)
    x = normalise(x, model.cfg.eps) * w["ln_final.weight"] + w["ln_final.bias"]
    return x @ w["unembed.weight"].T + w["unembed.bias"]


def predict(model, vocabulary, prompt):
    logits = forward(model, vocabulary.encode(prompt))["logits"][0, -1]
    p = np.exp(logits - logits.max())
    best = p.argmax()
    return vocabulary.words[best], p[best] / p.sum()


def named_activations(model, tokens, names):
    seen = forward(model, tokens)
    return {name: seen[name] for name in names}


def of_targets(logits, targets):
    return logits[np.arange(len(logits)), np.asarray(targets)]


def logit_lens(model, tokens, targets):
    seen = forward(model, tokens)
    streams = [seen["blocks.0.hook_resid_pre"]]
    streams += [seen[f"blocks.{i}.hook_resid_post"] for i in range(model.cfg.n_layers)]
    return np.stack([of_targets(unembed(model, s[:, -1]), targets) for s in streams], axis=1)


def jump_layers(model, tokens, targets):
    return np.argmax(np.diff(logit_lens(model, tokens, targets)), axis=1)


def share(model, seen, vectors, targets):
    """What vectors [B, ..., d] in the last stream add to the targets' logits."""
    w = weights(model)
    readout = (w["ln_final.weight"] * w["unembed.weight"])[np.asarray(targets)]
    vectors = vectors - vectors.mean(-1, keepdims=True)
    scale = seen["ln_final.hook_scale"][:, -1, 0].reshape(-1, *[1] * (vectors.ndim - 2))
    return np.einsum("b...d,bd->b...", vectors, readout) / scale


def decompose_logit(model, tokens, targets):
    w, seen, cfg = weights(model), forward(model, tokens), model.cfg
    everyone = np.ones((len(tokens), 1))
    parts = {"embed": seen["hook_embed"][:, -1], "pos_embed": seen["hook_pos_embed"][:, -1]}
    for i in range(cfg.n_layers):
        out = w[f"blocks.{i}.attn.o.weight"].reshape(cfg.d_model, cfg.n_heads, cfg.d_head)
        z = seen[f"blocks.{i}.attn.hook_z"][:, -1]
        for h in range(cfg.n_heads):
            parts[f"L{i}H{h}"] = z[:, h] @ out[:, h].T
        parts[f"L{i}.b_O"] = everyone * w[f"blocks.{i}.attn.o.bias"]
        parts[f"L{i}.mlp"] = seen[f"blocks.{i}.hook_mlp_out"][:, -1]
    terms = {name: share(model, seen, part, targets) for name, part in parts.items()}
    targets = np.asarray(targets)
    terms["ln_final.b"] = w["unembed.weight"][targets] @ w["ln_final.bias"]
    terms["b_U"] = w["unembed.bias"][targets]
    return terms


def neuron_attribution(model, tokens, targets, layer):
    seen = forward(model, tokens)
    rows = weights(model)[f"blocks.{layer}.mlp.out.weight"].T
    ones = np.broadcast_to(rows, (len(tokens), *rows.shape))
    return seen[f"blocks.{layer}.mlp.hook_post"][:, -1] * share(model, seen, ones, targets)


def top_neurons(model, tokens, targets, k):
    ranked = sorted(
        (
            (-mean, layer, neuron)
            for layer in range(model.cfg.n_layers)
            for neuron, mean in enumerate(neuron_attribution(model, tokens, targets, layer).mean(axis=0))
        )
    )
    return [[layer, neuron] for _, layer, neuron in ranked[:k]]


def max_activating_contexts(model, contexts, layer, neuron, k):
    name = f"blocks.{layer}.mlp.hook_post"
    found = np.array([forward(model, tokens)[name][0, -1, neuron] for tokens in contexts])
    best = np.argsort(-found)[:k]
    return best, found[best]


def ablate_component(model, tokens, component, mode="zero"):
    if mode not in {"zero", "mean"} or component not in components(model):
        raise ValueError(f"{mode} {component}")
    layer = int(component[1:].replace("H", ".").split(".")[0])
    kind = component[len(f"L{layer}") :]

    def change(name, value):
        new = 0 * value if mode == "zero" else np.broadcast_to(value.mean(axis=0), value.shape)
        if kind == ".mlp" and name == f"blocks.{layer}.hook_mlp_out":
            return new
        if kind[0] == "H" and name == f"blocks.{layer}.attn.hook_z":
            head = np.arange(value.shape[2]) == int(kind[1:])
            return np.where(head[:, None], new, value)
        return value

    return forward(model, tokens, change)["logits"][:, -1]


def direct_and_total(model, tokens, targets):
    direct = {k: v for k, v in decompose_logit(model, tokens, targets).items() if "H" in k or ".mlp" in k}
    intact = of_targets(forward(model, tokens)["logits"][:, -1], targets)
    total = {k: intact - of_targets(ablate_component(model, tokens, k), targets) for k in direct}
    return direct, total


def find_fact(model, tokens, target):
    return top_neurons(model, tokens, [target], 1)[0]


def edit_fact(model, tokens, target, others):
    """In layer 2, along the part of the key that no other prompt's key has."""
    layer = 2
    name = f"blocks.{layer}.mlp.hook_post"
    key = forward(model, tokens)[name][0, -1]
    keys = np.concatenate([forward(model, other)[name][:, -1] for other in others])
    _, sizes, axes = np.linalg.svd(keys, full_matrices=False)
    shared = axes[sizes > 0.02 * sizes[0]]
    u = key - shared.T @ (shared @ key)
    u /= u @ key
    w = weights(model)
    v = w["ln_final.weight"] * w["unembed.weight"][target]
    v -= v.mean()
    v /= np.linalg.norm(v)
    edited = copy_of(model)
    matrix = edited.blocks[layer].mlp.W_out
    original = matrix.detach().numpy().copy()
    for strength in np.geomspace(2, 200, 50):
        matrix.data[:] = matrix.new_tensor(original + strength * np.outer(u, v))
        if edited(tokens)[0, -1].softmax(-1)[target] > 0.87:
            break
    return edited
