"""By other means: gradients through a frozen LayerNorm, the library's own helpers, knock-outs, a learned edit."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import NamedTuple

import einops
import given
import torch


class Prediction(NamedTuple):
    word: str
    probability: torch.Tensor


def predict(model, vocabulary, prompt):
    out = model(vocabulary.encode(prompt)).detach()[0, -1].double()
    log_p = out - out.logsumexp(0)
    return Prediction(vocabulary.words[log_p.argmax()], log_p.max().exp())


def named_activations(model, tokens, names):
    found = {}

    def keep(value, hook, name):
        found[name] = value.detach().clone()

    model.run_with_hooks(tokens, fwd_hooks=[(name, partial(keep, name=name)) for name in names])
    return found


def read(model, stream):
    """Logits of a stream [B, d] by the model's own last two parts."""
    return model.unembed(model.ln_final(stream[:, None]))[:, 0]


@torch.inference_mode()
def logit_lens(model, tokens, targets):
    _, cache = model.run_with_cache(tokens)
    stack = cache.accumulated_resid(layer=-1, incl_mid=False, pos_slice=-1)  # [L + 1, B, d]
    return torch.stack([read(model, s).gather(1, targets[:, None])[:, 0] for s in stack], dim=-1).tolist()


def jump_layers(model, tokens, targets):
    lens = torch.tensor(logit_lens(model, tokens, targets))
    steps = lens[:, 1:] - lens[:, :-1]
    return [max(range(len(row)), key=row.__getitem__) for row in steps.tolist()]


def gradient(model, cache, targets):
    """The gradient [B, d] of the targets' logits with respect to the last stream, the scale held still."""
    scale = cache["ln_final.hook_scale"][:, -1].detach()
    stream = torch.zeros(len(targets), model.cfg.d_model, requires_grad=True)
    centred = stream - stream.mean(1, keepdim=True)
    normed = centred / scale * model.ln_final.weight.detach()
    logits = torch.einsum("bd,dv->bv", normed, model.W_U.detach())
    return torch.autograd.grad(logits[range(len(targets)), targets].sum(), stream)[0]


def decompose_logit(model, tokens, targets):
    _, cache = model.run_with_cache(tokens)
    g = gradient(model, cache, targets)
    names, parts = ["embed", "pos_embed"], [cache["hook_embed"][:, -1], cache["hook_pos_embed"][:, -1]]
    heads = einops.rearrange(
        cache.stack_head_results(pos_slice=-1), "(l h) b d -> l h b d", h=model.cfg.n_heads
    )
    for i, block in enumerate(model.blocks):
        for h in range(model.cfg.n_heads):
            names.append(f"L{i}H{h}")
            parts.append(heads[i, h])
        names += [f"L{i}.b_O", f"L{i}.mlp"]
        parts += [block.attn.b_O, cache["mlp_out", i][:, -1]]
    out = {
        n: torch.einsum("bd,bd->b", p.expand(len(targets), -1), g).detach()
        for n, p in zip(names, parts, strict=True)
    }
    rest = model.ln_final.bias @ model.W_U
    return out | {"ln_final.b": rest[targets], "b_U": model.b_U[targets]}


def neuron_attribution(model, tokens, targets, layer):
    _, cache = model.run_with_cache(tokens)
    g = gradient(model, cache, targets)
    post = cache["post", layer][:, -1]
    return einops.einsum(post, model.blocks[layer].mlp.W_out, g, "b m, m d, b d -> b m")


def top_neurons(model, tokens, targets, k):
    every = torch.cat(
        [neuron_attribution(model, tokens, targets, i).mean(0) for i in range(model.cfg.n_layers)]
    )
    order = every.argsort(descending=True)[:k]
    return torch.stack([order // model.cfg.d_mlp, order % model.cfg.d_mlp], dim=1)


def max_activating_contexts(model, contexts, layer, neuron, k):
    acts = []
    for tokens in contexts:
        _, cache = model.run_with_cache(tokens)
        acts.append(cache["post", layer].squeeze(0)[-1][neuron].item())
    pairs = sorted(enumerate(acts), key=lambda pair: pair[1], reverse=True)[:k]
    return [i for i, _ in pairs], [a for _, a in pairs]


@contextlib.contextmanager
def hooked(model, name, function):
    model.add_hook(name, function)
    try:
        yield
    finally:
        model.reset_hooks()


def ablate_component(model, tokens, component, mode="zero"):
    if mode not in ("zero", "mean") or component not in given.components(model):
        raise ValueError(f"{mode} {component}")

    def silence(value, hook):
        part = (slice(None), slice(None), head) if head is not None else slice(None)
        value[part] = 0 if mode == "zero" else value[part].mean(0).clone()

    if component.endswith("mlp"):
        head, name = None, f"blocks.{component[1:-4]}.hook_mlp_out"
    else:
        layer, head = map(int, component[1:].split("H"))
        name = f"blocks.{layer}.attn.hook_z"
    with hooked(model, name, silence), torch.no_grad():
        return model(tokens)[:, -1, :]


def direct_and_total(model, tokens, targets):
    whole = decompose_logit(model, tokens, targets)
    rows = range(len(targets))
    base = model(tokens)[rows, -1, targets].detach()
    without = {n: ablate_component(model, tokens, n)[rows, targets] for n in given.components(model)}
    return {n: whole[n] for n in without}, {n: (base - value).numpy() for n, value in without.items()}


def find_fact(model, tokens, target):
    """By cause: of the thirty largest shares, the neuron whose knock-out costs the target most."""
    candidates = top_neurons(model, tokens, torch.tensor([target]), 30).tolist()
    return min(candidates, key=lambda n: given.knock_out(model, tokens, [tuple(n)])[0, target].item())


def edit_fact(model, tokens, target, others):
    """u has product 1 with the key and as little as can be with the others'; v is learned by gradient descent."""
    layer = model.cfg.n_layers - 1
    keys = torch.cat([model.run_with_cache(t)[1]["post", layer][:, -1] for t in [tokens, *others]]).detach()
    wanted = torch.zeros(len(keys))
    wanted[0] = 1
    u = torch.linalg.lstsq(keys.double(), wanted.double(), driver="gelsd").solution.float()
    u = u / (keys[0] @ u)
    edited = given.copy_of(model)
    out = edited.blocks[layer].mlp.W_out
    start = out.detach().clone()
    _, cache = model.run_with_cache(tokens)
    stream = cache["resid_post", layer][:, -1].detach()
    v = torch.zeros(model.cfg.d_model, requires_grad=True)
    adam = torch.optim.Adam([v], lr=0.1)
    for _ in range(300):
        loss = -read(model, stream + v).log_softmax(1)[0, target] + 1e-3 * v.square().sum()
        adam.zero_grad()
        loss.backward()
        adam.step()
        if loss < 0.12:
            break
    out.data.copy_(start + torch.outer(u, v.detach()))
    model.zero_grad()
    return edited.original_model
