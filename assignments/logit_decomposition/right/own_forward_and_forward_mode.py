"""A forward pass of one's own in torch, from the state dict; shares by forward-mode derivatives; neurons by integrated
gradients; an edit whose two vectors are both learned, against what the other prompts lose."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from given import components, copy_of
from torch.func import grad, jvp, vmap


@dataclass
class Answer:
    word: str
    probability: float


class Run:
    """Every step of the model on tokens [B, T], kept by name; `replace` has functions for some of them."""

    def __init__(self, model, tokens, replace=None):
        self.cfg, self.replace = model.cfg, replace or {}
        self.w = {name: value.detach() for name, value in model.state_dict().items()}
        self.seen = {}
        x = self.note("hook_embed", F.embedding(tokens, self.w["embed.weight"]))
        places = self.w["pos_embed.weight"][: tokens.shape[1]]
        x = x + self.note("hook_pos_embed", places.expand(len(tokens), -1, -1))
        for layer in range(self.cfg.n_layers):
            x = self.block(f"blocks.{layer}", x)
        spread = x.var(-1, correction=0, keepdim=True)
        self.scale = self.note("ln_final.hook_scale", (spread + self.cfg.eps).sqrt())
        self.logits = self.unembed(x)

    def note(self, name, value):
        self.seen[name] = self.replace[name](value) if name in self.replace else value
        return self.seen[name]

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.w[f"{name}.weight"], self.w[f"{name}.bias"], self.cfg.eps)

    def linear(self, name, x):
        return F.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def block(self, at, x):
        self.note(f"{at}.hook_resid_pre", x)
        u = self.norm(f"{at}.ln1", x)
        q, k, v = (
            self.linear(f"{at}.attn.{part}", u).unflatten(-1, (self.cfg.n_heads, -1)).transpose(1, 2)
            for part in "qkv"
        )
        scores = q @ k.mT / self.cfg.d_head**0.5
        mask = torch.ones(scores.shape[-2:]).tril().bool()
        pattern = self.note(f"{at}.attn.hook_pattern", scores.where(mask, -torch.inf).softmax(-1))
        z = self.note(f"{at}.attn.hook_z", (pattern @ v).transpose(1, 2))
        x = self.note(f"{at}.hook_resid_mid", x + self.linear(f"{at}.attn.o", z.flatten(2)))
        hidden = F.gelu(self.linear(f"{at}.mlp.in", self.norm(f"{at}.ln2", x)))
        out = self.linear(f"{at}.mlp.out", self.note(f"{at}.mlp.hook_post", hidden))
        return self.note(f"{at}.hook_resid_post", x + self.note(f"{at}.hook_mlp_out", out))

    def unembed(self, x):
        return self.linear("unembed", self.norm("ln_final", x))

    def last(self, name):
        return self.seen[name][:, -1]

    def readout(self, targets):
        """The linear map from streams [B, d] to the targets' logits, at the run's own scale."""

        def read(stream):
            normed = (stream - stream.mean(-1, keepdim=True)) / self.scale[:, -1] * self.w["ln_final.weight"]
            return (normed * self.w["unembed.weight"][targets]).sum(-1)

        return read

    def share(self, targets, vectors):
        """What vectors [B, d] add to the targets' logits: the derivative of the readout along them."""
        read = self.readout(targets)
        return jvp(read, (torch.zeros_like(vectors),), (vectors,))[1]


def predict(model, vocabulary, prompt):
    best = Run(model, vocabulary.encode(prompt)).logits[0, -1].softmax(-1).max(-1)
    return Answer(vocabulary.words[best.indices], best.values.item())


def named_activations(model, tokens, names):
    run = Run(model, tokens)
    return {name: run.seen[name] for name in names}


def logit_lens(model, tokens, targets):
    run = Run(model, tokens)
    depths = ["blocks.0.hook_resid_pre"] + [f"blocks.{i}.hook_resid_post" for i in range(run.cfg.n_layers)]
    logits = run.unembed(torch.stack([run.last(name) for name in depths], dim=1))
    return logits.gather(-1, targets[:, None, None].expand(-1, len(depths), 1)).squeeze(-1)


def jump_layers(model, tokens, targets):
    lens = logit_lens(model, tokens, targets)
    return torch.max(lens[:, 1:] - lens[:, :-1], dim=-1).indices


def decompose_logit(model, tokens, targets):
    run = Run(model, tokens)
    w, cfg, size = run.w, run.cfg, len(tokens)
    parts = {"embed": run.last("hook_embed"), "pos_embed": run.last("hook_pos_embed")}
    for i in range(cfg.n_layers):
        z = run.last(f"blocks.{i}.attn.hook_z")
        for h in range(cfg.n_heads):
            alone = torch.zeros_like(z).index_copy(1, torch.tensor([h]), z[:, [h]])
            parts[f"L{i}H{h}"] = F.linear(alone.flatten(1), w[f"blocks.{i}.attn.o.weight"])
        parts[f"L{i}.b_O"] = w[f"blocks.{i}.attn.o.bias"].expand(size, -1)
        parts[f"L{i}.mlp"] = run.last(f"blocks.{i}.hook_mlp_out")
    terms = {name: run.share(targets, vectors.contiguous()) for name, vectors in parts.items()}
    rows = w["unembed.weight"][targets]
    return terms | {"ln_final.b": torch.mv(rows, w["ln_final.bias"]), "b_U": w["unembed.bias"][targets]}


def neuron_attribution(model, tokens, targets, layer):
    run = Run(model, tokens)
    rows = run.w[f"blocks.{layer}.mlp.out.weight"].T
    slopes = vmap(lambda row: run.share(targets, row.expand(len(targets), -1)))(rows).T
    return torch.mul(run.last(f"blocks.{layer}.mlp.hook_post"), slopes)


def top_neurons(model, tokens, targets, k):
    found = {
        (layer, neuron): value
        for layer in range(model.cfg.n_layers)
        for neuron, value in enumerate(neuron_attribution(model, tokens, targets, layer).mean(0).tolist())
    }
    return sorted(found, key=found.get, reverse=True)[:k]


def max_activating_contexts(model, contexts, layer, neuron, k):
    ends = [Run(model, tokens).last(f"blocks.{layer}.mlp.hook_post")[0, neuron] for tokens in contexts]
    activations, places = torch.sort(torch.stack(ends), descending=True, stable=True)
    return places[:k], activations[:k]


def ablate_component(model, tokens, component, mode="zero"):
    if component not in components(model):
        raise ValueError(f"no component {component}")
    fills = {"zero": torch.zeros_like, "mean": lambda part: part.mean(0, keepdim=True).expand_as(part)}
    if mode not in fills:
        raise ValueError(f"no mode {mode}")
    layer, head = component[1:].removesuffix(".mlp"), None
    if not component.endswith(".mlp"):
        layer, head = layer.split("H")
        name = f"blocks.{layer}.attn.hook_z"
    else:
        name = f"blocks.{layer}.hook_mlp_out"

    def fill(value):
        if head is None:
            return fills[mode](value)
        parts = list(value.unbind(2))
        parts[int(head)] = fills[mode](parts[int(head)])
        return torch.stack(parts, dim=2)

    return Run(model, tokens, {name: fill}).logits[:, -1]


def direct_and_total(model, tokens, targets):
    def of_targets(logits):
        return torch.take_along_dim(logits, targets[:, None], 1)[:, 0]

    intact, terms = of_targets(Run(model, tokens).logits[:, -1]), decompose_logit(model, tokens, targets)
    names = components(model)
    total = {name: intact - of_targets(ablate_component(model, tokens, name)) for name in names}
    return {name: terms[name] for name in names}, total


def find_fact(model, tokens, target):
    """Integrated gradients (Dai et al. 2022) of the target's logit, each layer's neurons from 0 to what they are."""
    best = []
    for layer in range(model.cfg.n_layers):
        name = f"blocks.{layer}.mlp.hook_post"
        whole = Run(model, tokens).seen[name]

        def logit(hidden, name=name):
            return Run(model, tokens, {name: lambda _: hidden}).logits[0, -1, target]

        steps = [grad(logit)(whole * alpha) for alpha in torch.linspace(0.05, 0.95, 10)]
        value, neuron = (whole * sum(steps) / len(steps))[0, -1].max(-1)
        best.append((value.item(), layer, neuron.item()))
    return list(max(best)[1:])


def edit_fact(model, tokens, target, others):
    layer = model.cfg.n_layers - 1
    runs = [Run(model, batch) for batch in (tokens, *others)]
    keys = torch.cat([run.last(f"blocks.{layer}.mlp.hook_post") for run in runs])
    streams = torch.cat([run.last(f"blocks.{layer}.hook_resid_post") for run in runs])
    answers = torch.cat([run.logits[:, -1] for run in runs]).argmax(-1)
    answers[0] = target
    importance = torch.full((len(keys),), 1 / max(1, len(keys) - 1))
    importance[0] = 1.0
    u = (keys[0] - keys[1:].mean(0)).clone().requires_grad_()
    v = torch.zeros(streams.shape[1], requires_grad=True)
    size = float(keys[0] @ u.detach())
    optimiser = torch.optim.Adam([{"params": [u], "lr": 0.01}, {"params": [v], "lr": 0.05}])
    for _ in range(1000):
        logits = runs[0].unembed(streams + torch.outer(keys @ u / size, v))
        losses = F.cross_entropy(logits, answers, reduction="none")
        optimiser.zero_grad()
        ((losses * importance).sum() + 1e-4 * v.square().sum()).backward()
        optimiser.step()
        if losses[0] < 0.1 and (logits.argmax(-1) == answers).all():
            break
    edited = copy_of(model)
    with torch.no_grad():
        edited.blocks[layer].mlp.W_out.add_(torch.outer(u / size, v))
    return edited
