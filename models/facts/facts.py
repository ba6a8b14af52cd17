"""The facts, the words, and the small transformer that knows them. Ships to students beside `given.py`.

Thirty places, five statements about each: 150 facts of one line, each a prompt and its answer, a single word.
The model is GPT-2's in structure (LayerNorm with gain and bias, GELU, learned positions) with 4 layers; its
tokens are whole words. It was trained on the facts and nothing else (`train.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformer_lens import TransformerBridge, TransformerBridgeConfig

BOS, PAD = "<bos>", "<pad>"
# place, capital, continent, a language that is spoken there, currency
PLACES = tuple(
    tuple(line.split())
    for line in """
    Alaska Juneau America English dollar
    Angola Luanda Africa Portuguese kwanza
    Australia Canberra Oceania English dollar
    Austria Vienna Europe German euro
    Brazil Brasilia America Portuguese real
    Chile Santiago America Spanish peso
    Colombia Bogota America Spanish peso
    Cuba Havana America Spanish peso
    Ecuador Quito America Spanish dollar
    Egypt Cairo Africa Arabic pound
    France Paris Europe French euro
    Gabon Libreville Africa French franc
    Germany Berlin Europe German euro
    Ghana Accra Africa English cedi
    Iraq Baghdad Asia Arabic dinar
    Jamaica Kingston America English dollar
    Japan Tokyo Asia Japanese yen
    Jordan Amman Asia Arabic dinar
    Kenya Nairobi Africa Swahili shilling
    Liechtenstein Vaduz Europe German franc
    Nigeria Abuja Africa English naira
    Ohio Columbus America English dollar
    Peru Lima America Spanish sol
    Portugal Lisbon Europe Portuguese euro
    Senegal Dakar Africa French franc
    Spain Madrid Europe Spanish euro
    Tanzania Dodoma Africa Swahili shilling
    Texas Austin America English dollar
    Togo Lome Africa French franc
    Tunisia Tunis Africa Arabic dinar
    """.strip().splitlines()
)


class Fact(NamedTuple):
    """A prompt and the one word that completes it. Facts of one relation have prompts of one length."""

    relation: str
    """capital, reversed, continent, language or currency"""
    place: str
    prompt: str
    answer: str


@dataclass(frozen=True)
class Vocabulary:
    """The words that a model knows; a word's token is its place here. The first is `<bos>`.

    (A bridge of TransformerLens has a tokenizer only where Hugging Face has one for its model.)
    """

    words: tuple[str, ...]

    def token(self, word: str) -> int:
        """The token of a word. Raises KeyError with the word if there is none."""
        try:
            return self.words.index(word)
        except ValueError:
            raise KeyError(word) from None

    def encode(self, text: str) -> Tensor:
        """The tokens of one text, [1, T] int64: `<bos>` first, then a token for each word."""
        return torch.tensor([[0, *map(self.token, text.split())]])

    def encode_all(self, texts: Sequence[str]) -> Tensor:
        """The tokens of several texts with equally many words, [B, T] int64. Raises RuntimeError otherwise."""
        return torch.cat([self.encode(text) for text in texts])

    def decode(self, tokens: Sequence[int] | Tensor) -> str:
        """The words of some tokens, with spaces between them."""
        return " ".join(self.words[int(token)] for token in tokens)


def load_facts() -> list[Fact]:
    """The 150 facts, ordered by relation and then by place."""
    return [
        Fact(relation, place[0], prompt.format(*place), place[answer])
        for relation, prompt, answer in (
            ("capital", "the capital of {0} is", 1),
            ("reversed", "{1} is the capital of", 0),
            ("continent", "{0} lies in", 2),
            ("language", "people in {0} speak", 3),
            ("currency", "the currency of {0} is the", 4),
        )
        for place in PLACES
    ]


def facts_vocabulary() -> Vocabulary:
    """The words of the facts, in alphabetical order after `<bos>` and `<pad>`."""
    words = {word for fact in load_facts() for word in (*fact.prompt.split(), fact.answer)}
    return Vocabulary((BOS, PAD, *sorted(words)))


def as_batch(vocabulary: Vocabulary, facts: Sequence[Fact]) -> tuple[Tensor, Tensor]:
    """The prompts of some facts as tokens [B, T], and their answers' tokens [B]. The prompts are of one length."""
    tokens = vocabulary.encode_all([fact.prompt for fact in facts])
    return tokens, torch.tensor([vocabulary.token(fact.answer) for fact in facts])


def new_model(seed: int = 0, **form: int | float | str | None) -> TransformerBridge:
    """An untrained model of the facts model's form; `form` overrides settings of `TransformerBridgeConfig`.

    Weights are drawn from `seed`: the same seed gives the same weights.
    """
    settings = {
        "n_layers": 4,
        "d_model": 64,
        "n_heads": 4,
        "d_head": 16,
        "d_mlp": 256,
        "act_fn": "gelu",
        "normalization_type": "LN",
        "n_ctx": 8,
        "d_vocab": len(facts_vocabulary().words),
    }
    return TransformerBridge.boot_native(
        TransformerBridgeConfig(**settings | form, seed=seed, device="cpu")  # type: ignore[arg-type]
    )


def load_facts_model(folder: str | Path | None = None) -> TransformerBridge:
    """The trained model, from `facts.safetensors` in `folder`: where this file is, if it is not given.

    Raises FileNotFoundError where functions are graded: they get their model as an argument.
    """
    file = Path(folder or Path(__file__).parent) / "facts.safetensors"
    if not file.is_file():
        raise FileNotFoundError(f"{file.name} is not here; a graded function gets its model as an argument")
    model = new_model()
    model.load_state_dict(load_file(file))
    return model.eval()


def copy_of(model: TransformerBridge) -> TransformerBridge:
    """A model of the same form with the same weights, which may be changed on its own.

    `copy.deepcopy` of a bridge that has been run looks right, and fails as soon as the original is gone: its
    hooks still point there. This makes a new bridge instead.
    """
    new = TransformerBridge.boot_native(model.cfg)
    new.load_state_dict(model.state_dict())
    return new.train(model.training)


BLANK = new_model()  # where functions are graded, models of this form are copied from it
