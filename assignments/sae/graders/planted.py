"""Autoencoders, features and models whose answer is known by construction, drawn from a NumPy generator. The grader's
side only.

Random autoencoders have large biases, so that no mistake is small. Dictionaries and concepts are planted among decoys
that the usual shortcuts prefer. `wired_model` has one latent that drives the target, one that only fires with it, and
one that holds it down.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from given import (
    Feature,
    SparseAutoencoder,
    Toy,
    activations_at_end,
    facts_vocabulary,
    load_facts,
    load_facts_model,
    new_model,
    split_facts,
)
from scipy.optimize import linear_sum_assignment
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Measure, Weights, fail

DRAWS = 20_000  # of 400 dictionaries the unluckiest took 1400
SITE = "blocks.3.mlp.hook_post"
Training = Callable[[], SparseAutoencoder]
Once = Callable[[str, Training], SparseAutoencoder]
Forward = Callable[[SparseAutoencoder, Tensor], tuple[Tensor, Tensor]]


# --- autoencoders and features ----------------------------------------------------------------------------


class Example(NamedTuple):
    """An autoencoder, and activations [N, d] to show it."""

    sae: SparseAutoencoder
    x: Tensor


def random_sae(rng: np.random.Generator, d: int = 6, n_latents: int = 10, rows: int = 9) -> Example:
    """A random autoencoder with large biases and rows of any length, no input of a ReLU within .01 of its kink."""
    sae = SparseAutoencoder(d, n_latents)
    for _ in range(DRAWS):
        for parameter, size in zip(sae.parameters(), (0.6, 0.8, 0.7, 1.5), strict=True):
            parameter.data.copy_(torch.from_numpy(rng.normal(0, size, tuple(parameter.shape))))
        x = _floats(rng.normal(0.5, 1.2, (rows, d)))
        before = _before_relu(sae, x)
        if before.abs().min() > 0.01 and _ranked(before):
            return Example(sae, x)
    raise ValueError(f"no autoencoder away from the kinks in {DRAWS} draws")


def sae_with_a_silent_sample(rng: np.random.Generator) -> Example:
    """As `random_sae`, and on one more sample, which is `b_dec`, nothing fires: it is reconstructed exactly."""
    for _ in range(DRAWS):
        sae, x = random_sae(rng)
        sae.b_enc.data.copy_(-sae.b_enc.data.abs())
        x = torch.cat([x, sae.b_dec.detach()[None]])
        before = _before_relu(sae, x)
        if before.abs().min() > 0.01 and (before[:-1] > 0).any(dim=0).all():
            return Example(sae, x)
    raise ValueError(f"no autoencoder with a silent sample in {DRAWS} draws")


def sae_with_dead_latents(
    rng: np.random.Generator, dead: int = 3, d: int = 6, n_latents: int = 10, easy: int = 0
) -> tuple[Example, dict[str, Tensor]]:
    """A random autoencoder of which some latents never fire on x [easy + 12, d], and moments of Adam for its parameters.

    The dead ones miss it by .05 to .5, so other samples could wake them; one of the living fires once, at 5e-5. The
    errors of two samples differ by .01 at least, and the worst are others if errors are not squared before the sum.
    The easy samples come first and are as the one with the least error.
    """
    for _ in range(DRAWS):
        sae, x = random_sae(rng, d, n_latents, rows=12)
        order = torch.from_numpy(rng.permutation(n_latents))
        gone, faint, highest = order[:dead], order[dead], _before_relu(sae, x).amax(dim=0)
        sae.b_enc.data[gone] -= highest[gone] + _floats(rng.uniform(0.05, 0.5, dead))
        sae.b_enc.data[faint] -= highest[faint] - 5e-5
        features = _before_relu(sae, x).relu()
        missing = (features @ sae.W_dec + sae.b_dec - x).detach()
        errors = missing.square().sum(dim=1).sort(descending=True)
        unsquared = missing.abs().sum(dim=1).argsort(descending=True)
        other = not torch.equal(errors.indices[:dead], unsquared[:dead])
        never = int((features <= 0).all(dim=0).sum())
        if never == dead and errors.values.diff().abs().min() > 0.01 and other:
            shapes = {name: (2, *parameter.shape) for name, parameter in sae.named_parameters()}
            moments = {name: _floats(rng.uniform(0.5, 2.0, shape)) for name, shape in shapes.items()}
            return Example(sae, torch.cat([x[errors.indices[[-1]]].expand(easy, d), x])), moments
    raise ValueError(f"no autoencoder with {dead} dead latents in {DRAWS} draws")


def random_features(rng: np.random.Generator) -> Tensor:
    """Features [40, 12] as a ReLU leaves them, most of them 0.

    Two latents are dead, one is always on, one fires on a single sample, one fires often and never above .001,
    down to 1e-30.
    """
    sizes = np.exp(rng.normal(-1.0, 1.5, (40, 12))) + 1e-3
    fires = rng.random((40, 12)) < rng.uniform(0.1, 0.6, 12)
    fires[rng.integers(40, size=12), np.arange(12)] = True  # no latent is dead by chance
    always, rare, weak, *dead = rng.permutation(12)[:5]
    fires[:, always], fires[:, rare], fires[:, dead] = True, False, False
    fires[rng.integers(40), rare] = True
    sizes[:, rare], sizes[:, weak] = 2.0, 10 ** rng.uniform(-30, -3, 40)
    return _floats(fires * sizes)


def sparse_features(rng: np.random.Generator) -> Tensor:
    """Features [20_000, 4] of which no two fire on one sample, and on most samples none does.

    In any order, one latent fires on a third of the samples, one on 200, one on a single sample and one never.
    """
    features, places = np.zeros((20_000, 4)), rng.permutation(20_000)
    for latent, rows in zip(
        rng.permutation(4), (places[:6500], places[6500:6700], places[[6700]]), strict=False
    ):
        features[rows, latent] = np.exp(rng.normal(-1.0, 1.5, len(rows)))
    return _floats(features)


def many_samples(rng: np.random.Generator, sae: SparseAutoencoder) -> Tensor:
    """Activations [10_000, d], more than a batch that somebody might cut them into; no two features of a sample tie,
    and none is at the kink."""
    x = _floats(rng.normal(0.5, 1.2, (12_000, sae.W_dec.shape[1])))
    before = _before_relu(sae, x)
    clear = (before.sort(dim=1).values.diff(dim=1) > 1e-3).all(dim=1) & (before.abs() > 1e-3).all(dim=1)
    return x[clear][:10_000]


def rare_latent(rng: np.random.Generator) -> Tensor:
    """Features [1_200_000, 1] of a latent that fires on a single sample."""
    features = torch.zeros(1_200_000, 1)
    features[rng.integers(len(features))] = float(rng.uniform(0.1, 2.0))
    return features


def _before_relu(sae: SparseAutoencoder, x: Tensor) -> Tensor:
    return ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).detach()


def _ranked(before: Tensor) -> bool:
    """Whether no two of a sample's features tie."""
    return before.sort(dim=1).values.diff(dim=1).min().item() > 1e-3


def _floats(values: np.ndarray) -> Tensor:
    return torch.from_numpy(values).float()


# --- samples of the toy -----------------------------------------------------------------------------------


def superposed(toy: Toy, n: int, seed: int) -> Tensor:
    """n samples of the toy with two features or more, [n, d].

    Without a feature a sample is the offset itself, and with one alone it points in that feature's direction: the toy
    could be read off such samples. They are a sixth of all, and what is trained without them is as good.
    """
    plain = toy._replace(directions=torch.eye(len(toy.directions)), offset=torch.zeros(len(toy.directions)))
    sizes = plain.sample(2 * n, seed)
    return sizes[(sizes > 0).sum(dim=1) >= 2][:n] @ toy.directions + toy.offset


# --- a dictionary to be recovered -------------------------------------------------------------------------


class Dictionary(NamedTuple):
    """Decoder rows [n_latents, d] and the true directions [n_features, d] that they are to be matched with."""

    W_dec: Tensor
    W_true: Tensor


def planted_dictionary(rng: np.random.Generator) -> Dictionary:
    """Noisy copies of 10 directions in 7 dimensions among 16 latents, of all lengths and in random order.

    Some features have a better copy that points the other way, and one latent lies between two features. Redrawn
    until each shortcut (the best latent for each feature, the best pair first, the first feature first, |cosine|, dot
    products) gives another matching than the right one, which wins by more than rounding.
    """
    for _ in range(DRAWS):
        W_true = _unit(rng.normal(size=(10, 7)))
        copies = _unit(W_true + rng.normal(0, 0.25, W_true.shape))
        turned = -_unit(W_true[:3] + rng.normal(0, 0.05, (3, 7)))
        between = _unit(W_true[[4]] + W_true[[5]])
        latents = np.concatenate([copies, turned, between, _unit(rng.normal(size=(2, 7)))])
        W_dec = rng.permutation(latents) * rng.uniform(0.3, 3.0, (16, 1))
        if _tells_apart(_unit(W_dec), W_true, W_dec):
            return Dictionary(_floats(W_dec), _floats(W_true * rng.uniform(0.5, 2.0, (10, 1))))
    raise ValueError(f"no dictionary worth asking about in {DRAWS} draws")


def large_dictionary(rng: np.random.Generator) -> Dictionary:
    """Noisy copies of 110 directions in 32 dimensions among 120 latents, of all lengths and in random order.

    Each copy has a cosine near .96 with its direction, and two directions one of .8 at most, so there is no other matching
    whose sum comes close.
    """
    W_true = _unit(rng.normal(size=(110, 32)))
    copies = W_true + rng.normal(0, 0.05, W_true.shape)
    latents = rng.permutation(np.concatenate([copies, rng.normal(size=(10, 32))]))
    return Dictionary(_floats(latents * rng.uniform(0.3, 3.0, (120, 1))), _floats(W_true))


def turned_dictionary(rng: np.random.Generator) -> Dictionary:
    """As many latents as directions, 6 in 7 dimensions: two of the best matching point away from their feature.

    Their cosines are below 0. If these counted as 0, other latents would be matched.
    """
    for _ in range(DRAWS):
        W_true = _unit(rng.normal(size=(6, 7)))
        latents = rng.permutation(
            _unit(W_true + rng.normal(0, 0.25, W_true.shape)) * [[-1], [-1], [1], [1], [1], [1]]
        )
        cosines = W_true @ latents.T
        right = _matching(cosines)
        below = (cosines[np.arange(6), right] < -0.05).sum() == 2
        if (
            below
            and not np.array_equal(right, _matching(cosines.clip(min=0)))
            and _by_a_margin(cosines, right)
        ):
            sizes = np.exp(rng.uniform(-3, 3, (2, 6, 1)))
            return Dictionary(_floats(latents * sizes[0]), _floats(W_true * sizes[1]))
    raise ValueError(f"no dictionary that is turned round in {DRAWS} draws")


def crowded_dictionary(rng: np.random.Generator) -> Dictionary:
    """Twelve directions close to one of 7 dimensions, and 14 latents at growing distances from it, of very different lengths.

    For each direction the same latents are the nearest. Redrawn until a matching with each direction's seven nearest
    alone has another sum.
    """
    for _ in range(DRAWS):
        centre = _unit(rng.normal(size=(1, 7)))
        W_true = _unit(centre + rng.normal(0, 0.2, (12, 7)))
        latents = rng.permutation(
            _unit(centre + rng.normal(size=(14, 7)) * np.linspace(0.05, 0.6, 14)[:, None])
        )
        cosines = W_true @ latents.T
        right = _matching(cosines)
        nearest = np.where(cosines >= np.sort(cosines, axis=1)[:, [-7]], cosines, -1.0)
        if not np.array_equal(right, _matching(nearest)) and _by_a_margin(cosines, right):
            sizes = [10 ** rng.permutation(np.linspace(-4, 4, number))[:, None] for number in (14, 12)]
            return Dictionary(_floats(latents * sizes[0]), _floats(W_true * sizes[1]))
    raise ValueError(f"no crowded dictionary in {DRAWS} draws")


def _tells_apart(latents: np.ndarray, W_true: np.ndarray, W_dec: np.ndarray) -> bool:
    cosines = W_true @ latents.T
    right = _matching(cosines)
    shortcuts = [
        cosines.argmax(axis=1),
        _greedy(cosines),
        _in_order(cosines),
        _matching(np.abs(cosines)),
        _matching(W_true @ W_dec.T),
    ]
    if any(np.array_equal(right, other) for other in shortcuts) or np.array_equal(*shortcuts[1:3]):
        return False
    return _by_a_margin(cosines, right)


def _by_a_margin(cosines: np.ndarray, right: np.ndarray) -> bool:
    rows = np.arange(len(right))
    best = cosines[rows, right].sum()
    for i, j in enumerate(right):  # the second-best matching lacks one of these pairs
        without = cosines.copy()
        without[i, j] = -10
        if best - without[rows, _matching(without)].sum() < 1e-3:
            return False
    return True


def _matching(cosines: np.ndarray) -> np.ndarray:
    return linear_sum_assignment(cosines, maximize=True)[1]


def _greedy(cosines: np.ndarray) -> np.ndarray:
    left, found = cosines.copy(), np.zeros(len(cosines), dtype=int)
    for _ in range(len(cosines)):
        i, j = np.unravel_index(left.argmax(), left.shape)
        found[i] = j
        left[i], left[:, j] = -10, -10
    return found


def _in_order(cosines: np.ndarray) -> np.ndarray:
    left, found = cosines.copy(), []
    for i in range(len(cosines)):
        found.append(int(left[i].argmax()))
        left[:, found[-1]] = -10
    return np.array(found)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


# --- concepts in features ---------------------------------------------------------------------------------


class Concepts(NamedTuple):
    """Features [N, n_latents] on N contexts, and the answer of each context."""

    features: Tensor
    contexts: list[str]
    answers: list[str]


def planted_concepts(rng: np.random.Generator, times: int = 1) -> Concepts:
    """Latents that stand for an answer in different ways, and some that only look as if they did.

    Of five answers with 4 to 10 contexts each, or `times` as many, and one with a single context, latents that fire: for exactly one of
    them; for most of one and nothing else; for one weakly and very strongly on a single context of another; on every
    context; never; at random; for one answer with activations from 1e-30 to .001; for the answer that occurs once. The
    best answer of each leads by .02 of F1. Every context's text occurs three times or more. No two activations of a
    latent are equal, but for 0.
    """
    names = _names(rng, 46)
    words, contexts = names[:6], names[6:]
    for _ in range(DRAWS):
        answers = rng.permutation(np.repeat(words, [*times * rng.permutation([4, 6, 7, 8, 10]), 1])).tolist()
        member = np.array([[answer == word for answer in answers] for word in words])
        rows = len(answers)
        exact, partial, loud, faint = (member[i].copy() for i in range(4))
        partial[np.flatnonzero(partial)[:2]] = False
        extra = rng.choice(np.flatnonzero(~member[2]))
        loud[extra] = True
        some = rng.random(rows) < 0.3
        fires = np.stack([exact, partial, loud, faint, member[5], np.ones(rows), np.zeros(rows), some])
        sizes = rng.uniform(0.2, 1.5, fires.shape)
        sizes[2, extra], sizes[3] = 30.0, 10 ** rng.uniform(-30, -3, rows)
        features = _floats((fires * sizes)[rng.permutation(len(fires))].T)
        clear = all(_clear(latent.numpy() > 0, member) for latent in features.T)
        if clear and all(len(latent[latent > 0].unique()) == (latent > 0).sum() for latent in features.T):
            texts = rng.permutation(np.resize(contexts[: rows // 3], rows)).tolist()
            return Concepts(features, [f"{name} of" for name in texts], answers)
    raise ValueError(f"no clear concepts in {DRAWS} draws")


def _clear(fires: np.ndarray, member: np.ndarray) -> bool:
    scores = np.sort(2 * (member & fires).sum(axis=1) / (member.sum(axis=1) + fires.sum()))
    return not fires.any() or scores[-1] - scores[-2] > 0.02


def _names(rng: np.random.Generator, number: int) -> list[str]:
    syllables = [first + vowel for first in "bdgklmnprst" for vowel in "aeiou"]
    pairs = rng.permutation(len(syllables) ** 2)[:number]
    return ["".join(syllables[i] for i in divmod(int(pair), len(syllables))) for pair in pairs]


# --- the facts model --------------------------------------------------------------------------------------


@functools.cache
def trained() -> TransformerBridge:
    """The facts model. Not to be changed."""
    return load_facts_model()


@functools.cache
def facts_activations() -> Tensor:
    """The hidden units of its last MLP at the end of each of the 150 prompts, [150, 256]."""
    return activations_at_end(trained(), facts_vocabulary(), [fact.prompt for fact in load_facts()], SITE)


@functools.cache
def shared_answers() -> dict[str, Tensor]:
    """The answers of three facts or more, and which of the 150 facts have them."""
    answers = [fact.answer for fact in load_facts()]
    words = [word for word in dict.fromkeys(answers) if answers.count(word) >= 3]
    return {word: torch.tensor([answer == word for answer in answers]) for word in words}


@functools.cache
def prompts_of(relation: str) -> Tensor:
    """The tokens [30, T] of the prompts of a relation."""
    return facts_vocabulary().encode_all([fact.prompt for fact in load_facts() if fact.relation == relation])


class Facts(NamedTuple):
    """Which of the 150 facts an autoencoder is trained on, and which are held out."""

    seen: list[int]
    unseen: list[int]


def facts_of(rng: np.random.Generator) -> Facts:
    """Facts to train on, drawn as students draw theirs."""
    return Facts(*split_facts(load_facts(), int(rng.integers(2**31))))


def neurons_in_any_order(rng: np.random.Generator) -> Tensor:
    """The facts model's activations, their columns in a drawn order: whoever has them stored has to look at these."""
    activations = facts_activations()
    return activations[:, torch.from_numpy(rng.permutation(activations.shape[1]))]


def best_latents(features: Tensor, facts: list[int]) -> list[tuple[int, float]]:
    """For each shared answer the latent that fires for it best on these facts, and its F1; features [150, n_latents]."""
    fires, best = features[facts] > 0, []
    for member in shared_answers().values():
        both = (fires & member[facts][:, None]).sum(dim=0)
        f1 = 2 * both / (fires.sum(dim=0) + member[facts].sum())
        best.append((int(f1.argmax()), f1.max().item()))
    return best


def answers_found(features: Tensor, facts: list[int]) -> int:
    """How many shared answers have a latent that fires for them with F1 above .8 on these facts."""
    return sum(f1 > 0.8 for _, f1 in best_latents(features, facts))


def f1_held_out(features: Tensor, facts: Facts) -> float:
    """What the best latents on the facts trained on are worth on those held out: F1 over all shared answers together."""
    fires = features[facts.unseen][:, [latent for latent, _ in best_latents(features, facts.seen)]] > 0
    member = torch.stack(list(shared_answers().values()), dim=1)[facts.unseen]
    return (2 * (fires & member).sum() / (fires.sum() + member.sum())).item()


@functools.cache
def answer_directions() -> SparseAutoencoder:
    """An autoencoder whose latent j writes shared answer j and, to first order, no other shared answer.

    Its decoder rows solve for this through the model's own weights; they have length 1.
    """
    model, vocabulary = trained(), facts_vocabulary()
    read = (model.ln_final.weight * model.W_U.T)[[vocabulary.token(word) for word in shared_answers()]]
    read = read - read.mean(dim=1, keepdim=True)
    writes = (
        (read @ model.blocks[3].mlp.W_out.T).detach().double()
    )  # [answers, 256]: what a hidden unit adds to each
    rows = torch.linalg.pinv(writes).T
    sae = SparseAutoencoder(256, len(rows))
    sae.W_dec.data.copy_(rows / rows.norm(dim=1, keepdim=True))
    return sae


# --- random and wired models ------------------------------------------------------------------------------

FORM = {"n_layers": 3, "n_heads": 3, "d_head": 6, "d_model": 20, "d_mlp": 14, "d_vocab": 17, "n_ctx": 6}


class Question(NamedTuple):
    """A model, prompts [B, T], and a latent of its first MLP and of its last."""

    model: TransformerBridge
    tokens: Tensor
    source: Feature
    target: Feature


def many_prompts(rng: np.random.Generator) -> Tensor:
    """Prompts [1100, T] for `random_model`, more than a batch that somebody might cut them into."""
    return torch.from_numpy(rng.integers(0, FORM["d_vocab"], (1100, FORM["n_ctx"])))


def blank() -> TransformerBridge:
    """A bridge for `random_model`."""
    return new_model(0, **FORM)


@functools.cache
def spare() -> TransformerBridge:
    """One for the questions of all students: it takes longer to make than to fill."""
    return blank()


def random_model(rng: np.random.Generator, model: TransformerBridge) -> Question:
    """Makes of `model`, as `blank` gives it, a random model of three layers with large biases, 12 prompts, and random
    autoencoders of the hidden units of the first and the last: what the first causes goes through the one between, too.

    Both latents fire on some of the prompts and not on others, also where a bias is forgotten or the encoder mistaken,
    so that each of these mistakes has an influence of its own.
    """
    with torch.no_grad():
        for name, tensor in model.original_model.named_parameters():
            size = (
                0.5
                if name.endswith("bias") or "embed" in name or "pos" in name
                else 1 / np.sqrt(tensor.shape[-1])
            )
            centre = 1.0 if "ln" in name and name.endswith("weight") else 0.0
            tensor.copy_(_floats(rng.normal(centre, size, tuple(tensor.shape))))
    tokens = torch.from_numpy(rng.integers(0, FORM["d_vocab"], (12, FORM["n_ctx"])))
    names = [f"blocks.{layer}.mlp.hook_post" for layer in (0, FORM["n_layers"] - 1)]
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
    latents = []
    for name in names:
        x = cache[name][:, -1]
        for _ in range(DRAWS):
            sae = random_sae(rng, d=FORM["d_mlp"], n_latents=5, rows=3).sae
            fits = torch.stack([_fires_on_some(before) for before in _readings(sae, x)]).all(dim=0)
            if fits.any():
                latents.append(Feature(sae, name, int(fits.nonzero()[0])))
                break
    return Question(model, tokens, *latents)


def streams_of(
    rng: np.random.Generator, question: Question, influence: Callable[..., Tensor]
) -> tuple[Feature, Feature, Feature]:
    """A latent of the stream after layer 0 that influences the question's target, and one of the stream after layer 1 and one
    of what the MLP of layer 1 writes that are influenced by its source: by .02 at least on some prompt. Raises ValueError if
    none is drawn."""
    model, tokens, source, target = question
    found = []
    for place, asked in (
        ("0.hook_resid_post", lambda one: (one, target)),
        ("1.hook_resid_post", lambda one: (source, one)),
        ("1.hook_mlp_out", lambda one: (source, one)),
    ):
        for _ in range(DRAWS):
            sae = random_sae(rng, d=FORM["d_model"], n_latents=5, rows=3).sae
            one = Feature(sae, f"blocks.{place}", 3)
            if influence(model, tokens, *asked(one)).abs().max() > 0.02:
                found.append(one)
                break
        else:
            raise ValueError(f"no latent of the stream worth asking about in {DRAWS} draws")
    early, late, written = found
    return early, late, written


def _readings(sae: SparseAutoencoder, x: Tensor) -> list[Tensor]:
    """What reaches the ReLUs for x: rightly, without b_enc, without b_dec, and with the decoder as the encoder."""
    W_enc, b_enc, W_dec, b_dec = (parameter.detach() for parameter in sae.parameters())
    return [
        (x - b_dec) @ W_enc + b_enc,
        (x - b_dec) @ W_enc,
        x @ W_enc + b_enc,
        (x - b_dec) @ W_dec.T + b_enc,
    ]


def _fires_on_some(before: Tensor) -> Tensor:
    fires = (before > 0.1).sum(dim=0)
    return (fires >= 4) & (fires <= 11)


class Wired(NamedTuple):
    """A model that we wired, prompts [B, T], and four latents: what each does is known."""

    model: TransformerBridge
    tokens: Tensor
    driven: Tensor
    """[B]: the prompts on which the cause drives the target; companion and cause fire on these alone"""
    held: Tensor
    """[B]: the prompts on which the brake holds the target down"""
    cause: Feature
    companion: Feature
    brake: Feature
    target: Feature


@functools.cache
def _bare() -> TransformerBridge:
    """One for all students: it takes longer to make than to wire."""
    return new_model(
        0, **FORM | {"n_layers": 2, "d_vocab": 12, "d_mlp": 20, "act_fn": "relu", "normalization_type": None}
    )


def wired_model(rng: np.random.Generator) -> Wired:
    """Two layers without LayerNorm whose attention writes nothing: the last token decides.

    Each latent is a direction over four hidden units. In layer 0 the cause and its companion fire alike on some
    tokens, the brake on others. The target in layer 1 reads what the cause writes; on the brake's tokens it would
    fire by itself, but for what the brake writes. The companion writes nothing.
    """
    model = _bare()
    with torch.no_grad():
        for parameter in model.original_model.parameters():
            parameter.zero_()
        basis = _floats(np.linalg.qr(rng.normal(size=(20, 20)))[0])  # tokens, then what cause and brake write
        model.W_E.copy_(basis[:12])
        tokens = rng.permutation(12)
        driven, held, writes_cause, writes_brake = tokens[:4], tokens[4:8], basis[12], basis[13]
        strength = float(rng.uniform(2, 3))
        first, second = (block.mlp for block in model.blocks)
        units = rng.permutation(20).reshape(5, 4)
        rows = [_direction(rng, 20, chosen) for chosen in (*units[:3], rng.permutation(20)[:4])]
        cause, companion, brake, target = rows
        for row, members in ((cause, driven), (companion, driven), (brake, held)):
            first.W_in.add_(torch.outer(strength * basis[:12][members].sum(dim=0), row))
        first.W_out.add_(torch.outer(cause, writes_cause) + torch.outer(brake, writes_brake))
        reads = writes_cause + float(rng.uniform(1, 2)) * basis[:12][held].sum(dim=0) - 1.5 * writes_brake
        second.W_in.add_(torch.outer(reads, target))
    prompts = torch.from_numpy(
        np.stack([rng.integers(0, 12, 12) for _ in range(3)] + [rng.permutation(12)], axis=1)
    )
    places = rng.permutation(7)
    early, late = _sae_of(rng, (cause, companion, brake), places), _sae_of(rng, (target,), places)
    names = [f"blocks.{layer}.mlp.hook_post" for layer in (0, 1)]
    ends = prompts[:, -1]
    return Wired(
        model,
        prompts,
        torch.isin(ends, torch.from_numpy(driven)),
        torch.isin(ends, torch.from_numpy(held)),
        cause=Feature(early, names[0], int(places[0])),
        companion=Feature(early, names[0], int(places[1])),
        brake=Feature(early, names[0], int(places[2])),
        target=Feature(late, names[1], int(places[0])),
    )


def _direction(rng: np.random.Generator, d: int, units: np.ndarray) -> Tensor:
    row = np.zeros(d)
    row[units] = rng.uniform(0.5, 1.0, len(units))
    return _floats(row / np.linalg.norm(row))


def _sae_of(rng: np.random.Generator, rows: tuple[Tensor, ...], places: np.ndarray) -> SparseAutoencoder:
    """An autoencoder of 7 latents: these directions at these places, random ones elsewhere."""
    W = _floats(_unit(rng.normal(size=(7, len(rows[0])))))
    W[torch.from_numpy(places[: len(rows)])] = torch.stack(rows)
    sae = SparseAutoencoder(len(rows[0]), 7)
    sae.W_dec.data.copy_(W)
    sae.W_enc.data.copy_(W.T)
    return sae


# --- what a student trained -------------------------------------------------------------------------------


def rebuilt(weights: Weights, d: int, most: int) -> SparseAutoencoder:
    """The student's parameters in an autoencoder of ours, of at most so many latents."""
    rows = weights.tensors.get("W_dec")
    if rows is None or rows.ndim != 2:
        fail("the model that was returned is not a SparseAutoencoder")
    if not 1 <= rows.shape[0] <= most:
        fail(f"the autoencoder has {rows.shape[0]} latents; 1 to {most} are allowed")
    sae = weights.into(SparseAutoencoder(d, rows.shape[0])).requires_grad_(False)
    if not all(bool(part.isfinite().all()) for part in sae.parameters()):
        fail("a weight of the autoencoder is not a finite number")
    return sae


def rows_asked_for(sae: SparseAutoencoder, n_latents: int) -> SparseAutoencoder:
    """The autoencoder, if it has as many latents as were asked for."""
    found = len(sae.W_dec)
    if found != n_latents:
        fail(f"the autoencoder has {found} latents; {n_latents} were asked for")
    return sae


def hold_to_updates(trained: Callable[[Tensor, int], Tensor], x: Tensor, measure: Measure) -> None:
    """Holds a training to `steps` updates, whatever the number of samples; trained(x, steps) gives all its weights.

    The first five move a weight about as far with thousands of samples x as with 120: right solutions .7 to 1.2 times. Where
    steps are rounded up to whole epochs of batches of 256 it is 3.7 times as far and more, where they are epochs farther
    still. Numbers that are rounded to one number give the same weights, bit for bit, so any difference will do.
    """
    few = x[:120]
    one, five, six, seven = (trained(x, steps) for steps in (1, 5, 6, 7))
    near, far = (trained(few, 5) - trained(few, 0)).abs().max(), (five - trained(x, 0)).abs().max()
    measure(
        "how many times as far five steps go with thousands of samples",
        far / max(near.item(), 1e-9),
        at_most=2.5,
    )
    apart = min((a - b).abs().max() for a, b in ((one, five), (five, six), (six, seven)))
    measure("largest difference between two small numbers of steps", apart, at_least=1e-5)


def point_of(sae: SparseAutoencoder, x: Tensor) -> tuple[float, float]:
    """The L0 of an autoencoder's features on x [M, d], and the fraction of variance that it leaves unexplained."""
    return (_before_relu(sae, x) > 0).double().sum(dim=1).mean().item(), _unexplained(sae, x)


# --- what was trained, for the hints ----------------------------------------------------------------------


def trainings(calls: list[tuple]) -> list[tuple[str, Tensor, SparseAutoencoder]]:
    """The finished trainings among a task's calls: the function, what it trained on, and what came back."""
    found = []
    for name, args, kwargs, value in calls:
        if (
            name in ("train", "train_topk", "train_on_activations")
            and value is not None
            and "steps" not in kwargs
            and len(args[0]) > 100
            and args[0].shape[1] > 16  # with fewer it is not asked how well
        ):
            sae = SparseAutoencoder(args[0].shape[1], len(value.tensors["W_dec"]))
            found.append((name, args[0], value.into(sae).requires_grad_(False)))
    return found


def same_on(calls: list[tuple], function: Callable[..., Any]) -> bool:
    """Whether a function gives the values of all calls of its name, features and reconstruction alike."""
    mine = [(value, function(*args)) for name, args, _, value in calls if name == function.__name__]
    return bool(mine) and all(
        value is not None
        and all(
            a.shape == b.shape and torch.allclose(a, b.double(), atol=1e-4)
            for a, b in zip(value, own, strict=True)
        )
        for value, own in mine
    )


def frontier_points(calls: list[tuple]) -> dict[float, tuple[float, float]]:
    """The (L0, unexplained fraction) that each autoencoder of a frontier has on the data that it was trained on, by its
    l1, in the order asked; empty if there is none."""
    return {l1: point_of(sae, x) for l1, (x, sae) in frontier_saes(calls).items()}


def frontier_saes(calls: list[tuple]) -> dict[float, tuple[Tensor, SparseAutoencoder]]:
    """The autoencoders of a frontier with what they were trained on, by l1, in the order asked; empty if there is none."""
    for name, args, kwargs, value in calls:
        finished = kwargs.get("steps", 1200) > 20
        if name == "frontier" and value is not None and len(value) == len(args[1]) > 1 and finished:
            saes = [rebuilt(weights, args[0].shape[1], 96).requires_grad_(False) for weights in value]
            return {l1: (args[0], sae) for l1, sae in zip(args[1], saes, strict=True)}
    return {}


def mean_l0s(calls: list[tuple]) -> list[float]:
    """For each training, how many of its latents fire on a sample of its data."""
    return [(_before_relu(sae, x) > 0).double().sum(dim=1).mean().item() for _, x, sae in trainings(calls)]


def lengths_off_one(calls: list[tuple]) -> list[tuple[float, float]]:
    """For each training, how far the lengths of the decoder's rows and of its columns are from 1 at most."""
    return [
        tuple((sae.W_dec.norm(dim=axis) - 1).abs().max().item() for axis in (1, 0))
        for _, _, sae in trainings(calls)
    ]


def nothing_sparse(calls: list[tuple]) -> bool | None:
    """Whether trained features are many and explain everything, as without a penalty; of a frontier, whether its
    values hardly depend on l1. None where nothing was trained."""
    points = frontier_points(calls)
    if points:
        l0s = [l0 for l0, _ in points.values()]
        return min(l0s) > 0.8 * max(l0s) > 15
    if not any(name.startswith("train") for name, *_ in calls):
        return None
    explained = all(_unexplained(sae, x) < 0.06 for _, x, sae in trainings(calls))
    return explained and min(mean_l0s(calls), default=0) > 35


def fits_only(calls: list[tuple], forward: Forward) -> bool | None:
    """Whether what was trained (of a frontier, with the least penalty) explains its data with this forward pass and not
    with the right one; None where nothing was trained."""
    if not any(name.startswith("train") or name == "frontier" for name, *_ in calls):
        return None
    least = sorted(frontier_saes(calls).items(), key=lambda point: point[0])[:1]
    trained = [(x, sae) for _, x, sae in trainings(calls)] or [pair for _, pair in least]
    return bool(trained) and all(
        _unexplained(sae, x, forward=forward) < min(0.6, _unexplained(sae, x) / 2) for x, sae in trained
    )


def explains(sae: SparseAutoencoder, x: Tensor, factor: float = 1.0, most: float = 0.3) -> bool:
    """Whether an autoencoder leaves less than `most` of the variance unexplained, with its features times a factor."""
    return _unexplained(sae, x, factor) < most


def _unexplained(
    sae: SparseAutoencoder, x: Tensor, factor: float = 1.0, forward: Forward | None = None
) -> float:
    if forward is None:
        reconstruction = factor * _before_relu(sae, x).relu() @ sae.W_dec + sae.b_dec
    else:
        reconstruction = forward(sae, x)[0]
    return ((reconstruction - x).square().sum() / (x - x.mean(dim=0)).square().sum()).item()
