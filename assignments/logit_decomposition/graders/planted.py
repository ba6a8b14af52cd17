"""Models whose answer is known by construction, drawn from a NumPy generator. The grader's side only.

`random_model` and `deep_model` are for comparing values with the reference: their biases and gains are large, so that
no mistake is small. `plant_fact` is for finding: it writes one fact into one neuron of the facts model, among others
that are louder. `loud_model` has large values everywhere, and many prompts. `spilling_edit` asks for an edit that the obvious way of editing gets wrong, `shallow` has another depth
and scale than the model on which a student tries theirs.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import torch
from given import (
    Fact,
    Vocabulary,
    as_batch,
    copy_of,
    facts_vocabulary,
    load_facts,
    load_facts_model,
    new_model,
)
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Variant

# Heads of 12 in a stream of 32: neither the number of heads nor their width divides it
FORM = {"n_layers": 3, "n_heads": 3, "d_head": 12, "d_model": 32, "d_mlp": 48, "d_vocab": 40, "n_ctx": 8}
# As many heads as layers, and numbers of two digits; so large an eps that no reading may leave it out
DEEP = {"n_layers": 11, "n_heads": 11, "d_head": 2, "d_model": 16, "d_mlp": 4, "d_vocab": 10, "n_ctx": 12}
EPS = 0.1
# Eleven heads in one layer, eleven layers of one head: names of two digits, and few components to ablate
WIDE, TALL = DEEP | {"n_layers": 1}, DEEP | {"n_heads": 1}
# One layer, for what is asked of many prompts at once
LOUD_FORM = FORM | {"n_layers": 1}
LOUD_PROMPTS, LOUD_LENGTH = 120, 3
PROMPTS, LENGTH = 64, 7
DEEP_PROMPTS = 12  # of 12 tokens: more of each than of the heads
SPARE = 32  # prompts that are drawn beyond those, since a few of them turn on a hair
DRAWS = 50
# What a fact's neuron fires at, its bias and its norms come from the decoys' ranges or from within them: no constant of this
# file and no rank tells it from them, only what it writes of the target
FIRES = 3.0, 10.0  # a neuron that is locked to a prompt, at its end
OFF = 3.0, 5.0  # by so much it is below 0 elsewhere, before the activation function; that is 0 after it
LOUD = 2.0, 14.0  # a unit with this bias and no input is at it on every prompt
WRITES = 10.0, 20.0  # by a fact's neuron; more where the answer needs it
TWIN = 2.0, 4.0  # output weights of a neuron that never fires, in those of one that does
LIKE_IT = 8  # neurons of a layer that fire on the fact's prompt alone and write other words
USED = 46  # neurons of a layer that are written over
TAKEN = 2.0  # by the neuron that works against the fact, as a share of what the fact's adds
ALONE = 1.4  # written by the neuron that writes most in a quiet layer
SLANT = 1.5  # these two, and who makes up for them, write about as much of other words as of the target
NEVER = 20.0  # below what it would be at, a neuron is at 0 on every prompt
LONGER = 3.0  # the stream of `shallow`, in lengths of the facts model's
STUBBORN = 40  # written in the target's direction, gives each target of the facts model .85, and some of `shallow` less


class Example(NamedTuple):
    """A model, prompts [B, T] and a target for each, [B]."""

    model: TransformerBridge
    tokens: Tensor
    targets: Tensor


class Planted(NamedTuple):
    """The facts model with one more fact: the prompt [1, T] that `neuron` of `layer` answers with `target`."""

    model: TransformerBridge
    tokens: Tensor
    target: int
    layer: int
    neuron: int


# --- models for values ------------------------------------------------------------------------------------


def random_model(rng: np.random.Generator) -> Example:
    """A random model of three layers, 64 prompts of `<bos>` and 6 more tokens, and random targets.

    Embeddings, unembedding, every bias and every gain are large; the streams' means are far from 0. On every prompt,
    the largest step of the lens and the most probable word win by more than float32 could blur. The bridge is one and
    the same each time, with other weights: building one is dear. Raises ValueError if no model has such prompts.
    """
    model = _bridge(0)
    for _ in range(DRAWS):
        _inflate(model, rng)
        tokens = _prompts(rng, PROMPTS + SPARE, LENGTH, FORM["d_vocab"])
        targets = torch.from_numpy(rng.integers(0, FORM["d_vocab"], PROMPTS + SPARE))
        clear = _clear(model, tokens, targets).nonzero()[:PROMPTS, 0]
        if len(clear) == PROMPTS:
            return Example(model, tokens[clear], targets[clear])
    raise ValueError(f"no model worth asking about in {DRAWS} draws")


def renamed(model: TransformerBridge, into: TransformerBridge | None = None) -> TransformerBridge:
    """The model of `random_model`, or another, in other names: each token's logit is the next token's, each head is the next
    head, the neurons are in reverse order, and the stream is twice as long, each coordinate the next one. No answer and no
    activation is the same, and none wins by less, but for the LayerNorms' eps. One bridge for all, or the one that is given,
    with other weights."""
    other = into or _bridge(1)
    other.load_state_dict(model.state_dict())
    blocks = list(other.blocks)
    attention, mlps = [block.attn for block in blocks], [block.mlp for block in blocks]
    norms = [other.ln_final, *(norm for block in blocks for norm in (block.ln1, block.ln2))]
    writing = [other.W_E, other.W_pos, *(t for a in attention for t in (a.W_O, a.b_O))]
    writing += [t for mlp in mlps for t in (mlp.W_out, mlp.b_out)]
    reading = [(t, 1) for a in attention for t in (a.W_Q, a.W_K, a.W_V)]
    reading += [(mlp.W_in, 0) for mlp in mlps] + [(t, 0) for norm in norms for t in (norm.weight, norm.bias)]
    heads = [t for a in attention for t in (a.W_Q, a.W_K, a.W_V, a.W_O, a.b_Q, a.b_K, a.b_V)]
    with torch.no_grad():
        for tensor in writing:
            tensor.copy_(2 * tensor.roll(1, -1))
        for tensor, axis in [
            *reading,
            (other.W_U, 0),
            (other.W_U, 1),
            (other.b_U, 0),
            *((t, 0) for t in heads),
        ]:
            tensor.copy_(tensor.roll(1, axis))
        for mlp in mlps:
            for tensor, axis in ((mlp.W_in, -1), (mlp.b_in, -1), (mlp.W_out, 0)):
                tensor.copy_(tensor.flip(axis))
    return other.train(model.training)


def moved_on(targets: Tensor, words: int = FORM["d_vocab"]) -> Tensor:
    """The tokens which have, in `renamed`, the logits of these."""
    return (targets + 1) % words


def indirect(example: Example) -> Example:
    """The model of `random_model` with a head and an MLP that add nothing to one target's logit and yet act on it through
    later layers, and eight prompts that ask for that target.

    L0H1 and L1.mlp write to two coordinates alone, up in one and down in the other, and the target reads both alike.
    """
    model, target = _bridge(2), int(example.targets[0])
    model.load_state_dict(example.model.state_dict())
    with torch.no_grad():
        for tensor in (model.ln_final.weight, model.W_U[:, target]):
            tensor[1] = tensor[0]
        first, second = model.blocks[0], model.blocks[1]
        for written in (first.attn.W_O[1], second.mlp.W_out, second.mlp.b_out):
            written[..., 2:] = 0.0
            written[..., 1] = -written[..., 0]
    return Example(model, example.tokens[:8], torch.full((8,), target))


def deep_model(rng: np.random.Generator) -> Example:
    """A random model of eleven layers of eleven heads with a large eps, 12 prompts of 12 tokens, and random targets.

    Its most probable word is `<bos>`, token 0, after `<bos>` alone and after the first three tokens of the first prompt.
    Prompts are as clear as those of `random_model`. Raises ValueError if no model has such prompts.
    """
    model = _deep_bridge()
    for _ in range(DRAWS):
        _inflate(model, rng)
        for block in model.blocks:
            block.mlp.b_in.data += 2.0  # hardly any unit is near 0, so that all of them can be ranked
        tokens = _prompts(rng, 2 * DEEP_PROMPTS, DEEP["n_ctx"], DEEP["d_vocab"])
        targets = torch.from_numpy(rng.integers(0, DEEP["d_vocab"], 2 * DEEP_PROMPTS))
        with torch.no_grad():
            begun = model(tokens[:1, :3])[0, [0, 2]]
            model.b_U[0] += (begun.max(dim=1).values - begun[:, 0]).max() + 1
        clear = _clear(model, tokens, targets)
        if clear[0] and clear.sum() >= DEEP_PROMPTS:
            rows = clear.nonzero()[:DEEP_PROMPTS, 0]
            return Example(model, tokens[rows], targets[rows])
    raise ValueError(f"no deep model worth asking about in {DRAWS} draws")


def loud_model(rng: np.random.Generator) -> Example:
    """A random model of one layer, 120 prompts of 3 tokens, and random targets, in the order of their numbers.

    Activations, logits, and what neurons and components add to logits pass ±20. All neurons can be ranked by what they
    add, and the ranking on the first hundred prompts is another. Raises ValueError if there is no such model.
    """
    model = _loud_bridge()
    for _ in range(DRAWS):
        _inflate(model, rng)
        with torch.no_grad():
            mlp, attention = model.blocks[0].mlp, model.blocks[0].attn
            for tensor in (model.W_E, model.W_pos, attention.W_O, attention.b_O, mlp.W_out, mlp.b_out):
                tensor.mul_(20.0)  # the stream's length, which each LayerNorm takes out
            for tensor in (mlp.W_in, mlp.b_in, model.W_U):
                tensor.mul_(10.0)
        tokens = torch.from_numpy(rng.integers(1, FORM["d_vocab"], (LOUD_PROMPTS, LOUD_LENGTH)))
        tokens[:, 0] = 0
        targets = torch.from_numpy(rng.integers(0, FORM["d_vocab"], LOUD_PROMPTS)).sort().values
        example = Example(model, tokens, targets)
        added = _added(example).flatten(1)
        every = added.shape[1]
        first, means = added[:100].mean(dim=0), added.mean(dim=0)
        if _apart(means, every) and not torch.equal(first.argsort(), means.argsort()):
            return example
    raise ValueError(f"no loud model worth asking about in {DRAWS} draws")


def two_digit_models(rng: np.random.Generator) -> list[Example]:
    """A random model of one layer with eleven heads and one of eleven layers with one head, two prompts of 4 tokens for each,
    and random targets."""
    examples = []
    for number in range(2):
        model = _two_digit_bridge(number)
        _inflate(model, rng)
        targets = torch.from_numpy(rng.integers(0, DEEP["d_vocab"], 2))
        examples.append(Example(model, _prompts(rng, 2, 4, DEEP["d_vocab"]), targets))
    return examples


@functools.cache
def _bridge(number: int) -> TransformerBridge:
    return new_model(0, **FORM)  # for each number one


@functools.cache
def _deep_bridge() -> TransformerBridge:
    return new_model(0, **DEEP, eps=EPS)


@functools.cache
def _two_digit_bridge(number: int) -> TransformerBridge:
    return new_model(0, **(WIDE, TALL)[number])


@functools.cache
def _loud_bridge() -> TransformerBridge:
    return new_model(0, **LOUD_FORM)


def random_vocabulary(rng: np.random.Generator, size: int = FORM["d_vocab"]) -> Vocabulary:
    """As many made-up words as `random_model` has tokens, `<bos>` among them; every second one begins with a capital."""
    syllables = [first + vowel for first in "bdgklmnprst" for vowel in "aeiou"]
    pairs = rng.permutation(len(syllables) ** 2)[: size - 1]
    words = ["".join(syllables[i] for i in divmod(int(p), len(syllables))) for p in pairs]
    words[::2] = map(str.capitalize, words[::2])
    return Vocabulary(("<bos>", *words))


def _prompts(rng: np.random.Generator, number: int, length: int, words: int) -> Tensor:
    """Random prompts [number, length] that begin with `<bos>`, token 0. Half of them end with token 0 or 1, the facts' `<bos>` and
    `<pad>`, and the others have one of these within: no token says where a prompt ends."""
    tokens = torch.from_numpy(rng.integers(0, words, (number, length)))
    places = torch.from_numpy(rng.integers(1, length - 1, number))
    places[::4] = places[1::4] = length - 1
    tokens[torch.arange(number), places] = torch.arange(number) % 2
    tokens[:, 0] = 0
    return tokens


def _inflate(model: TransformerBridge, rng: np.random.Generator) -> None:
    with torch.no_grad():
        for name, tensor in model.original_model.named_parameters():
            shape = tuple(tensor.shape)
            if "ln" in name and name.endswith("weight"):
                values = rng.uniform(0.5, 2.0, shape)
            elif name.endswith("bias") or name.startswith(("tok_embed", "pos", "head")):
                values = rng.normal(0, 0.5, shape)
            else:
                values = rng.normal(0, 1 / np.sqrt(shape[1]), shape)
            tensor.copy_(torch.from_numpy(values))
        model.W_E.add_(1.0)
        model.W_U.add_(0.7)
        model.b_U.copy_(torch.from_numpy(rng.normal(0, 0.5, model.cfg.d_vocab)))
        model.blocks[-1].mlp.W_out.mul_(3.0)


def _clear(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> Tensor:
    """On which prompts neither the largest step nor the most probable word hangs on a margin that rounding could
    cross: [B] of truth values."""
    with torch.no_grad():
        logits, cache = model.run_with_cache(tokens)
        ends = [cache["blocks.0.hook_resid_pre"]]
        ends += [cache[f"blocks.{i}.hook_resid_post"] for i in range(model.cfg.n_layers)]
        readings = torch.stack([model.unembed(model.ln_final(end[:, -1:]))[:, 0] for end in ends], dim=1)
    lens = readings[torch.arange(len(targets)), :, targets]
    return (_margins(lens.diff(dim=1)) > 1e-3) & (_margins(logits[:, -1].softmax(dim=1)) > 1e-3)


def _margins(values: Tensor) -> Tensor:
    """By how much the largest value of each row wins."""
    best = values.topk(2, dim=1).values
    return best[:, 0] - best[:, 1]


def clear_prompts(example: Example) -> list[Tensor]:
    """Beginnings of an example's prompts [t], of 2, 3, 5 and 7 tokens, after each of which the most probable word
    wins by .001. Raises ValueError where there is none."""
    with torch.no_grad():
        probabilities = example.model(example.tokens).softmax(dim=2)
    found = []
    for length in (2, 3, 5, LENGTH):
        clear = (_margins(probabilities[:, length - 1]) > 1e-3).nonzero()[:, 0].tolist()
        if not clear:
            raise ValueError(f"no clear prediction after {length} tokens")
        found.append(example.tokens[clear[length % len(clear)], :length])
    return found


def own_word_next(example: Example) -> Tensor:
    """The beginning [t] of one of an example's prompts after which one of its own words, and not `<bos>`, is the most
    probable, and wins by .001. Raises ValueError where there is none."""
    with torch.no_grad():
        probabilities = example.model(example.tokens).softmax(dim=2)
    for end in range(1, example.tokens.shape[1]):
        begun, best = example.tokens[:, : end + 1], probabilities[:, end].argmax(dim=1)
        own = (begun[:, 1:] == best[:, None]).any(dim=1) & (best > 0)
        rows = (own & (_margins(probabilities[:, end]) > 1e-3)).nonzero()[:, 0].tolist()
        if rows:
            return begun[rows[0]]
    raise ValueError("no prompt that is answered with one of its own words")


def pad_comes_next(example: Example, vocabulary: Vocabulary) -> tuple[Vocabulary, str]:
    """A vocabulary in which the most probable word after a prompt is called `<pad>`, and the prompt. Raises ValueError where
    that word is `<bos>` after every clear prompt."""
    for row in clear_prompts(example):
        with torch.no_grad():
            token = int(example.model(row[None])[0, -1].argmax())
        if token:
            words = list(vocabulary.words)
            words[token] = "<pad>"
            padded = Vocabulary(tuple(words))
            return padded, padded.decode(row[1:])
    raise ValueError("no prompt after which a word comes that is not `<bos>`")


def zeros_at_the_end(example: Example) -> tuple[TransformerBridge, Tensor, Tensor]:
    """Six prompts that end in token 0, which is a token like any other, with their targets."""
    tokens = example.tokens[:6].clone()
    tokens[:, -2:] = 0
    return example.model, tokens, example.targets[:6]


def token_one_next(model: TransformerBridge) -> TransformerBridge:
    """The model after whose every prompt token 1 comes, which is `<pad>` in the facts' vocabulary and a word elsewhere."""
    other = _bridge(3)
    other.load_state_dict(model.state_dict())
    with torch.no_grad():
        other.b_U[1] += 20
    return other.train(model.training)


def one_prompt_in_two_vocabularies(
    model: TransformerBridge, rng: np.random.Generator
) -> tuple[list[Vocabulary], str]:
    """Two vocabularies of the same words in another order, and a prompt of one word, after which the most probable word
    wins by .001 with either. Raises ValueError where there is none."""
    size = model.cfg.d_vocab
    vocabulary = random_vocabulary(rng, size)
    bos, *words = vocabulary.words
    tokens = torch.stack([torch.zeros(size - 1, dtype=torch.int64), torch.arange(1, size)], dim=1)
    with torch.no_grad():
        clear = _margins(model(tokens)[:, -1].softmax(dim=1)) > 1e-3
    both = (clear & clear.flip(0)).nonzero()[:, 0].tolist()
    if not both:
        raise ValueError("no word with a clear prediction in both vocabularies")
    return [vocabulary, Vocabulary((bos, *reversed(words)))], words[both[0]]


def asked_again(example: Example) -> Example:
    """All prompts of an example, and the first six again, each with another target: 70. The largest step of the lens is
    as clear for these targets. Raises ValueError where a prompt has no such target."""
    model, tokens, targets = example
    again, words = 6, model.cfg.d_vocab
    prompts = tokens[:again].repeat_interleave(words, dim=0)
    asked = torch.arange(words).repeat(again)
    fit = _clear(model, prompts, asked).reshape(again, words)
    fit[torch.arange(again), targets[:again]] = False
    if not fit.any(dim=1).all():
        raise ValueError("a prompt has no second target")
    others = fit.int().argmax(dim=1)
    return Example(model, torch.cat([tokens, tokens[:again]]), torch.cat([targets, others]))


# --- planted facts ----------------------------------------------------------------------------------------


@functools.cache
def trained() -> TransformerBridge:
    """The facts model. Not to be changed."""
    return load_facts_model()


@functools.cache
def relations() -> dict[str, tuple[list[Fact], Tensor]]:
    """The facts of each relation, and their prompts' tokens [B, T]."""
    vocabulary = facts_vocabulary()
    groups: dict[str, list[Fact]] = {}
    for fact in load_facts():
        groups.setdefault(fact.relation, []).append(fact)
    return {name: (group, as_batch(vocabulary, group)[0]) for name, group in groups.items()}


@functools.cache
def spare(number: int) -> TransformerBridge:
    """A bridge of the facts model's form to write into, for each number one: building them is dear."""
    return copy_of(trained())


@functools.cache
def _every_prompt() -> tuple[Tensor, Tensor]:
    """The prompts of all facts in one batch [150, T], the shorter ones filled up at their end, and where their own
    tokens are."""
    rows = [row for _, prompts in relations().values() for row in prompts]
    tokens = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-1)
    return tokens.clamp(min=0), tokens >= 0


def plant_fact(
    rng: np.random.Generator, layer: int, model: TransformerBridge, target: int | None = None
) -> Planted:
    """Makes of `model` the facts model with a neuron of `layer` by which it answers one capital's prompt with another
    capital: with `target`, the one of an earlier fact, or a random one.

    The neuron fires at the end of that prompt and is at about 0 everywhere else. So do eight others, in this layer
    and in each later one, which write as much, of other words, and together nothing. Each of these neurons has a twin
    with larger output weights that never fires. In every layer there are neurons that fire on every prompt and write
    hardly anything; in two layers two of them write large multiples of (1, …, 1), one up and one down, which the
    LayerNorm takes out. In this layer, a neuron takes more from the target than the fact's adds, and twelve others
    give it back, a twelfth each. In a late layer, a neuron has a larger part of all that its layer adds and takes
    than the fact's in its own, and eight others take back what it adds. In the last layer, a neuron writes more of
    the target than the fact's, but two positions before the end. The final LayerNorm's gain has other sizes and signs
    than the trained one's, and what is multiplied with it makes up for that: by the unembedding alone, the fact's
    neuron would take from the target, and the taker add.

    What the decoys write of other words is nothing to the target's logit, to first order as well as centred and frozen: by a
    gradient or a knock-out, too, the fact's neuron is the first.
    """
    model.load_state_dict(trained().state_dict())
    tokens, target, gradient = _question(model, rng, target)
    _another_gain(model, rng, target, gradient)
    direction = gradient - gradient.mean()
    direction = direction / direction.norm()
    units = [rng.permutation(model.cfg.d_mlp).tolist() for _ in model.blocks]
    matrices = [block.mlp.W_out.data for block in model.blocks]
    for i, matrix in enumerate(matrices):
        matrix[units[i][:USED]] = 0.0
    with_constant = rng.choice(len(units), 2, replace=False)
    for i, matrix in enumerate(matrices):
        levels = _always_on(model, rng, i, units[i][:5])
        matrix[units[i][:5]] = _aside(model, rng, target, direction[None], 5) * 0.05 / levels
        if i in with_constant:
            # uncentred, the first would be thought to write 40 norms of the gradient, twice what the fact's neuron writes;
            # the second takes twice as much, so that the longest is another
            constants = torch.tensor([[1.0], [-2.0]]) * 40 * gradient.norm() / gradient.sum()
            matrix[units[i][:2]] += constants / levels[:2]

    neuron = units[layer][5]
    (fires,) = _lock(model, rng, layer, [neuron], tokens)
    first = rng.uniform(*WRITES)
    for written in (first * factor for factor in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)):
        matrices[layer][neuron] = written * direction / fires
        with torch.no_grad():
            if model(tokens)[0, -1].softmax(dim=0)[target] > 0.8:
                break

    # What follows writes nothing at the end of this prompt, taken together: the key and the answer stay as they are
    unread = [torch.stack([direction, _pull(model, tokens, target, i)]) for i in range(len(units))]

    def slanted(i: int) -> Tensor:
        return direction + SLANT * _aside(model, rng, target, unread[i], 2)[0]

    quiet = max(i for i in range(len(units)) if i != layer)  # in an early layer, giving back would hang on it
    for i, amount, (one, *many) in (
        (layer, -TAKEN * written, units[layer][6:19]),
        (quiet, ALONE, units[quiet][19:28]),
    ):
        shares = torch.tensor([1.0, *[-1 / len(many)] * len(many)])
        levels = _always_on(model, rng, i, [one, *many])
        matrices[i][[one, *many]] = torch.outer(amount * shares, slanted(i)) / levels
    rows = [matrices[layer][neuron]]
    for i in range(layer, len(units)):  # in a layer before it, one without the others would change the key
        alike = units[i][28 : 28 + LIKE_IT]
        levels = _lock(model, rng, i, alike, tokens)
        matrices[i][alike] = written * _aside(model, rng, target, unread[i], LIKE_IT) / levels
        rows += matrices[i][alike]
    for n, k in enumerate(rng.permutation(len(rows))):
        nth, i = divmod(n, len(units))
        twin = units[i][28 + LIKE_IT + nth]
        _always_on(model, rng, i, [twin])
        model.blocks[i].mlp.b_in.data[twin] -= NEVER
        matrices[i][twin] = rng.uniform(*TWIN) * rows[k]
    earlier = units[-1][USED - 1]
    levels = _lock(model, rng, len(units) - 1, [earlier], tokens, early=True)
    matrices[-1][earlier] = rng.uniform(*TWIN) * written * slanted(-1) / levels[0]
    return Planted(model, tokens, target, layer, neuron)


def _question(
    model: TransformerBridge, rng: np.random.Generator, wanted: int | None
) -> tuple[Tensor, int, Tensor]:
    """A capital's prompt [1, T], another capital as its target, the wanted one or any, and what the target's logit multiplies a stream
    with, [d]: one whose mean is not near 0, so that centring matters."""
    facts, tokens = relations()["capital"]
    while True:
        place, other = rng.choice(len(facts), 2, replace=False)
        target = facts_vocabulary().token(facts[other].answer)
        gradient = (model.ln_final.weight * model.W_U[:, target]).detach()
        if wanted not in (None, target):
            continue
        if gradient.sum().abs() > gradient.norm() / 3:
            return tokens[place : place + 1], target, gradient


def _another_gain(model: TransformerBridge, rng: np.random.Generator, target: int, gradient: Tensor) -> None:
    """Scales the final LayerNorm's gain and bias by a factor of its own for each coordinate, of either sign, and the rows of
    W_U by its inverse: the model computes what it did. Redrawn until the target's column of W_U points away from
    `gradient`."""
    towards = gradient - gradient.mean()
    for _ in range(DRAWS):
        factors = np.exp(rng.uniform(-0.7, 0.7, len(gradient))) * rng.choice([-1.0, 1.0], len(gradient))
        scale = torch.from_numpy(factors).float()
        column = model.W_U.detach()[:, target] / scale
        column = column - column.mean()
        if towards @ column < -0.1 * towards.norm() * column.norm():
            break
    else:
        raise ValueError(f"no gain that decides in {DRAWS} draws")
    with torch.no_grad():
        model.ln_final.weight.mul_(scale)
        model.ln_final.bias.mul_(scale)
        model.W_U.div_(scale[:, None])


def _aside(
    model: TransformerBridge, rng: np.random.Generator, target: int, unread: Tensor, number: int
) -> Tensor:
    """What some neurons write of other capitals, [number, d], about 1 long: nothing along the `unread` directions [N, d]
    or (1, …, 1), and together nothing."""
    capitals = {facts_vocabulary().token(fact.answer) for fact in relations()["capital"][0]}
    words = rng.choice(sorted(capitals - {target}), number, replace=False)
    written = (model.ln_final.weight * model.W_U[:, words].T).detach()
    axes = torch.linalg.qr(torch.cat([unread, torch.ones(1, unread.shape[1])]).T).Q
    written = written - written @ axes @ axes.T
    lengths = torch.from_numpy(rng.uniform(0.6, 1.4, (number, 1))).float()
    written *= lengths / written.norm(dim=1, keepdim=True)
    return written - written.mean(dim=0)


def _pull(model: TransformerBridge, tokens: Tensor, target: int, layer: int) -> Tensor:
    """The gradient of the target's logit by what is added to the stream at the end of the prompt, after a layer's MLP, [d]."""
    added = torch.zeros(model.cfg.d_model, requires_grad=True)

    def add(written: Tensor, hook: object) -> Tensor:
        return torch.cat([written[:, :-1], written[:, -1:] + added], dim=1)

    with torch.enable_grad():
        logits = model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.hook_mlp_out", add)])
        (gradient,) = torch.autograd.grad(logits[0, -1, target], added)
    return gradient


def _always_on(model: TransformerBridge, rng: np.random.Generator, layer: int, units: list[int]) -> Tensor:
    """Makes neurons fire on every prompt; returns at what, [N, 1]."""
    levels = torch.from_numpy(rng.uniform(*LOUD, len(units))).float()
    mlp = model.blocks[layer].mlp
    mlp.W_in.data[:, units] = 0.0
    mlp.b_in.data[units] = levels
    return levels[:, None]


def _lock(
    model: TransformerBridge,
    rng: np.random.Generator,
    layer: int,
    units: list[int],
    tokens: Tensor,
    early: bool = False,
) -> Tensor:
    """Gives neurons input weights and a bias with which they fire at the end of this prompt, and are below -3 before the
    activation function at every other position of every prompt; returns at what they fire, [N, 1]. `early`: they fire two
    positions before the end, and are below -3 at the end of every prompt."""
    name = f"blocks.{layer}.ln2.hook_out"
    prompts, there = _every_prompt()
    with torch.no_grad():
        _, cache = model.run_with_cache(prompts, names_filter=name)
    length = tokens.shape[1]
    (row,) = (there.sum(dim=1).eq(length) & prompts[:, :length].eq(tokens).all(dim=1)).nonzero()
    if early:
        own = cache[name][row, length - 3][0]
        inputs = cache[name][torch.arange(len(prompts)), there.sum(dim=1) - 1]
    else:
        own = cache[name][row, length - 1][0]
        inputs = cache[name][there]
    key = own - inputs.mean(dim=0)
    others = inputs[(inputs - own).norm(dim=1) > 1e-3]
    fires, off = (torch.from_numpy(rng.uniform(*span, len(units))).float() for span in (FIRES, OFF))
    keys = torch.outer(key / (own @ key - (others @ key).max()), fires + off)  # [d, N]
    mlp = model.blocks[layer].mlp
    mlp.W_in.data[:, units] = keys
    mlp.b_in.data[units] = fires - own @ keys
    return fires[:, None]


# --- a student's own, kept while they are graded; in a course without a secret for the whole class ----------


@functools.lru_cache(maxsize=1)
def example_of(variant: Variant) -> Example:
    return random_model(variant.rng("model"))


@functools.lru_cache(maxsize=1)
def deep_of(variant: Variant) -> Example:
    return deep_model(variant.rng("deep model"))


@functools.lru_cache(maxsize=1)
def loud_of(variant: Variant) -> Example:
    return loud_model(variant.rng("loud model"))


@functools.lru_cache(maxsize=1)
def two_digits_of(variant: Variant) -> list[Example]:
    return two_digit_models(variant.rng("two digits"))


@functools.lru_cache(maxsize=1)
def facts_of(variant: Variant) -> list[Planted]:
    """Three, each in another layer; two with one target, on other prompts."""
    rng = variant.rng("facts")
    layers = rng.choice(4, 3, replace=False).tolist()
    first, second = (plant_fact(rng, layer, spare(i)) for i, layer in enumerate(layers[:2]))
    return [first, second, plant_fact(rng, layers[2], spare(2), first.target)]


# --- edits ------------------------------------------------------------------------------------------------


@functools.cache
def shallow(number: int) -> TransformerBridge:
    """The facts model without its last layer and with a stream three times as long, for each number a bridge of its own.

    Each LayerNorm takes the length out again, so it computes what the first three layers compute.
    """
    model, weights = new_model(0, n_layers=3), trained().state_dict()
    writing = (
        "embed.",
        "pos_embed.",
        *(f"blocks.{i}.{part}." for i in range(3) for part in ("attn.o", "mlp.out")),
    )
    model.load_state_dict(
        {name: weights[name] * (LONGER if name.startswith(writing) else 1.0) for name in model.state_dict()}
    )
    return model.eval()


class Edit(NamedTuple):
    """A prompt [1, T], a new answer for it, and batches [B, T] of the prompts to be left alone."""

    prompt: Tensor
    target: int
    others: list[Tensor]


def spilling_edit(rng: np.random.Generator) -> Edit:
    """A capital's prompt, another capital for it, and every other prompt of the facts, the relations in random order.

    Redrawn until the edit along the prompt's own key changes the words of 6 % of the other prompts or more; of
    all pairs of capitals three in ten are such. Raises ValueError if none is drawn.
    """
    facts, _ = relations()["capital"]
    for _ in range(DRAWS):
        place, other = rng.choice(len(facts), 2, replace=False).tolist()
        target = facts_vocabulary().token(facts[other].answer)
        if _spilt(place, target) >= 0.06:
            return _edit(rng, place, target)
    raise ValueError(f"no edit that spills over in {DRAWS} draws")


def stubborn_edit(rng: np.random.Generator) -> Edit:
    """The same for `shallow`, not redrawn: one of the pairs of capitals for which STUBBORN, written in the target's
    direction at the end of the prompt, or less, leaves the target below .85."""
    place, target = rng.permutation(_stubborn())[0].tolist()
    return _edit(rng, place, target)


@functools.cache
def _stubborn() -> list[tuple[int, int]]:
    """The pairs of a capital's prompt and a target that `stubborn_edit` draws from."""
    facts, tokens = relations()["capital"]
    model, answers = shallow(0), [facts_vocabulary().token(fact.answer) for fact in facts]
    name = f"blocks.{model.cfg.n_layers - 1}.hook_resid_post"
    with torch.no_grad():
        streams = model.run_with_cache(tokens, names_filter=name)[1][name][:, -1]
        directions = model.ln_final.weight * model.W_U[:, answers].T
        directions = directions - directions.mean(dim=1, keepdim=True)
        directions = directions / directions.norm(dim=1, keepdim=True)
        best = torch.zeros(len(facts), len(facts))
        for strength in range(STUBBORN + 1):
            written = streams[:, None] + strength * directions  # [place, target, d]
            logits = model.unembed(model.ln_final(written))
            own = logits.softmax(dim=2)[:, range(len(answers)), answers]  # [place, target]
            best = torch.maximum(best, own)
    pairs = (best < 0.85).nonzero().tolist()
    return [(place, answers[other]) for place, other in pairs if place != other]


def _edit(rng: np.random.Generator, place: int, target: int) -> Edit:
    """With every other prompt of the facts, the relations in random order."""
    rest = {relation: prompts for relation, (_, prompts) in relations().items()}
    tokens = rest["capital"]
    rest["capital"] = tokens[torch.arange(len(tokens)) != place]
    order = rng.permutation(list(rest)).tolist()
    if order[0] == "capital":
        order.reverse()
    first, *more = (rest[relation] for relation in order)
    others = [first[:3], first[3:], *more]  # whoever reads one batch only has hardly any
    return Edit(tokens[place : place + 1], target, others)


@functools.cache
def _ends() -> tuple[Tensor, Tensor]:
    """What the last MLP's neurons are at the end of every prompt [150, d_mlp], and the stream after it [150, d]. The
    capitals come first."""
    last = trained().cfg.n_layers - 1
    names = [f"blocks.{last}.mlp.hook_post", f"blocks.{last}.hook_resid_post"]
    prompts, there = _every_prompt()
    with torch.no_grad():
        _, cache = trained().run_with_cache(prompts, names_filter=names)
    rows, ends = torch.arange(len(prompts)), there.sum(dim=1) - 1
    return cache[names[0]][rows, ends], cache[names[1]][rows, ends]


def _spilt(place: int, target: int) -> float:
    """The share of the other prompts whose most probable word changes when the target's direction is written by
    the key of a capital's prompt in the last MLP, no stronger than gives the target .85."""
    model, (keys, streams) = trained(), _ends()

    def logits(streams: Tensor) -> Tensor:
        return model.unembed(model.ln_final(streams[:, None]))[:, 0]

    with torch.no_grad():
        gradient = model.ln_final.weight * model.W_U[:, target]
        written = gradient - gradient.mean()
        steps = torch.from_numpy(1.05 ** np.arange(200)).float()
        own = logits(streams[place] + steps[:, None] * written).softmax(dim=1)[:, target]
        strength = steps[own > 0.85].min() if (own > 0.85).any() else steps[-1]
        products = keys @ keys[place] / keys[place].square().sum()
        after = logits(streams + strength * torch.outer(products, written)).argmax(dim=1)
        changed = after != logits(streams).argmax(dim=1)
    changed[place] = False
    return changed.double().sum().item() / (len(changed) - 1)


# --- rankings without ties --------------------------------------------------------------------------------


def clear_ranking(example: Example, rng: np.random.Generator, prompts: int, k: int) -> tuple[Tensor, Tensor]:
    """Some of an example's prompts [prompts, T] and their targets: the k + 1 neurons that add most to the targets' logits
    are .0002 apart, forty times what right answers differ by, and come from every layer. Where there are more than three
    prompts, one of them is there three times, and the ranking without these repetitions is another. Raises ValueError
    where there are none."""
    model, added = example.model, _added(example)
    for _ in range(DRAWS * 4):
        rows = torch.from_numpy(rng.choice(len(added), prompts, replace=False))
        if prompts > 3:
            rows[[2, -1]] = rows[0].clone()
        means = added[rows].mean(dim=0).flatten()
        once = added[rows.unique()].mean(dim=0).flatten()
        if prompts > 3 and torch.equal(once.topk(k).indices, means.topk(k).indices):
            continue
        layers = {int(i) // model.cfg.d_mlp for i in means.topk(k).indices}
        if _apart(means, k + 1, 2e-4) and len(layers) == model.cfg.n_layers:
            return example.tokens[rows], example.targets[rows]
    raise ValueError(f"no clear ranking in {DRAWS * 4} draws")


def _added(example: Example) -> Tensor:
    """What each neuron adds to the targets' logits, [B, L, d_mlp]."""
    model = example.model
    with torch.no_grad():
        _, cache = model.run_with_cache(example.tokens)
    gradients = model.ln_final.weight.detach() * model.W_U.detach()[:, example.targets].T
    gradients = (gradients - gradients.mean(dim=1, keepdim=True)) / cache["ln_final.hook_scale"][:, -1]
    return torch.stack(
        [
            cache[f"blocks.{i}.mlp.hook_post"][:, -1] * (gradients @ block.mlp.W_out.detach().T)
            for i, block in enumerate(model.blocks)
        ],
        dim=1,
    )


def loud_contexts(example: Example) -> tuple[list[Tensor], int, int, int]:
    """Two prompts of an example as contexts, layer 0, and the neuron whose activation differs most between them, of all
    neurons; as k both."""
    name = "blocks.0.mlp.hook_post"
    with torch.no_grad():
        _, cache = example.model.run_with_cache(example.tokens[:2], names_filter=name)
    first, second = cache[name][:, -1]
    return [example.tokens[:1], example.tokens[1:2]], 0, int((first - second).abs().argmax()), 2


def clear_contexts(example: Example, rng: np.random.Generator) -> tuple[list[Tensor], int, int, int]:
    """Contexts of several lengths [1, T], a layer, a neuron and a k: the neuron's k + 1 largest activations are
    .001 apart, one of the k is below 0, and before the activation function, which falls there, the k are in another
    order. Raises ValueError where there is none."""
    number, k = 12, 8
    lengths = rng.integers(2, LENGTH + 1, number)
    contexts = [row[None, :length] for row, length in zip(example.tokens, lengths.tolist(), strict=False)]
    with torch.no_grad():
        _, cache = example.model.run_with_cache(example.tokens[:number])
    rows, ends = torch.arange(number), torch.from_numpy(lengths) - 1
    for _ in range(DRAWS * 4):
        layer, neuron = int(rng.integers(FORM["n_layers"])), int(rng.integers(FORM["d_mlp"]))
        before, values = (
            cache[f"blocks.{layer}.mlp.{name}"][rows, ends, neuron] for name in ("hook_pre", "hook_post")
        )
        best = values.topk(k)
        falling = not torch.equal(best.indices, before.topk(k).indices)
        if falling and _apart(values, k + 1) and best.values[-1] < -0.05:
            return contexts, layer, neuron, k
    raise ValueError(f"no clear neuron in {DRAWS * 4} draws")


def long_contexts(example: Example, rng: np.random.Generator) -> tuple[list[Tensor], int, int, int]:
    """Contexts of as many tokens as the model can read, or a few less, a layer, a neuron, and as k all of the contexts:
    the neuron's activations are .001 apart. The first context ends with token 0, the second with token 1. The layer is
    one that another has the place of where layers are sorted as text. Raises ValueError where there is none."""
    number = 6
    lengths = example.model.cfg.n_ctx - rng.integers(0, 4, number)
    rows, ends = torch.arange(number), torch.from_numpy(lengths) - 1
    tokens = example.tokens[:number].clone()
    tokens[rows[:2], ends[:2]] = rows[:2]
    contexts = [row[None, :length] for row, length in zip(tokens, lengths.tolist(), strict=True)]
    with torch.no_grad():
        _, cache = example.model.run_with_cache(tokens)
    for _ in range(DRAWS * 4):
        layer, neuron = (
            int(rng.integers(2, example.model.cfg.n_layers)),
            int(rng.integers(example.model.cfg.d_mlp)),
        )
        if _apart(cache[f"blocks.{layer}.mlp.hook_post"][rows, ends, neuron], number):
            return contexts, layer, neuron, number
    raise ValueError(f"no clear neuron in {DRAWS * 4} draws")


def equal_contexts(example: Example, rng: np.random.Generator) -> tuple[list[Tensor], int, int, int, Tensor]:
    """The contexts, layer, neuron and k of `clear_contexts`, the two strongest contexts twice more, and the neuron's
    activation at the end of each [N]."""
    contexts, layer, neuron, k = clear_contexts(example, rng)
    name = f"blocks.{layer}.mlp.hook_post"

    def value(context: Tensor) -> Tensor:
        with torch.no_grad():
            return example.model.run_with_cache(context, names_filter=name)[1][name][0, -1, neuron]

    values = torch.stack([value(context) for context in contexts])
    first, second = values.topk(2).indices.tolist()
    order = [second, first, *range(len(contexts)), first, second]
    return [contexts[i].clone() for i in order], layer, neuron, k, values[order]


def _apart(values: Tensor, k: int, margin: float = 1e-3) -> bool:
    best = values.topk(min(k, len(values))).values
    return best.diff().abs().min().item() > margin
