"""What the handouts say of ten trainings of the facts model: three CPU-minutes, and the figures go to `measured.txt`.

    python models/facts/measure.py > models/facts/measured.txt

Seed 0 is the model that ships. The functions measured are the reference's own.
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [
    str(ROOT / folder) for folder in ("solutions", "models/facts", "assignments/logit_decomposition/student")
]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from facts import Fact, as_batch, facts_vocabulary, load_facts  # noqa: E402
from given import components, edit_scores, knock_out  # noqa: E402
from logit_decomposition import (  # noqa: E402
    decompose_logit,
    direct_and_total,
    edit_fact,
    jump_layers,
    logit_lens,
    top_neurons,
)
from train import measure, train  # noqa: E402
from transformer_lens import TransformerBridge  # noqa: E402

VOCABULARY = facts_vocabulary()
FACTS = load_facts()
GROUPS = [
    [fact for fact in FACTS if fact.relation == relation]
    for relation in dict.fromkeys(f.relation for f in FACTS)
]


def raw_lens(model: TransformerBridge, tokens: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The lens without its LayerNorm: the stream times W_U."""
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
    ends = [cache["blocks.0.hook_resid_pre"], *(cache[f"blocks.{i}.hook_resid_post"] for i in range(4))]
    return torch.stack([(end[:, -1] * model.W_U.detach()[:, targets].T).sum(1) for end in ends], dim=1)


def figures(model: TransformerBridge) -> dict[str, float]:
    """Everything by name, for one model."""
    batches = [as_batch(VOCABULARY, group) for group in GROUPS]
    lenses = [logit_lens(model, *batch) for batch in batches]
    raws = [raw_lens(model, *batch) for batch in batches]
    jumps = torch.cat([jump_layers(model, *batch) for batch in batches])
    found = {"right of 150": measure(model)["right"]}
    found["raw lens, mean error"] = (
        torch.cat([(r - x)[:, -1] for r, x in zip(raws, lenses, strict=True)]).abs().mean().item()
    )
    found["raw lens, other jump of 150"] = int((torch.cat(raws).diff(dim=1).argmax(1) != jumps).sum())
    steps = lenses[0].diff(dim=1).sort(dim=1).values
    found["capitals: largest step in layer 0"], *rest = np.bincount(jumps[:30], minlength=4).tolist()
    found |= {f"capitals: largest step in layer {i}": n for i, n in enumerate(rest, 1)}
    found["capitals: largest step over the next, median"] = (steps[:, -1] / steps[:, -2]).median().item()
    terms = decompose_logit(model, *batches[0])
    found["capitals: all b_O, mean size"] = sum(terms[f"L{i}.b_O"] for i in range(4)).abs().mean().item()
    found |= _effects(model, batches)
    found |= _neurons(model)
    return found | _edits(model)


def _effects(model: TransformerBridge, batches: list[tuple[torch.Tensor, torch.Tensor]]) -> dict[str, float]:
    names, every, last = components(model), [], []
    for batch in batches:
        direct, total = (
            torch.stack([effect[n] for n in names]).numpy() for effect in direct_and_total(model, *batch)
        )
        every.append(np.corrcoef(direct.ravel(), total.ravel())[0, 1])
        last.append(np.corrcoef(direct[-5:].ravel(), total[-5:].ravel())[0, 1])
    return {
        "direct and total, least correlation": min(every),
        "direct and total, largest": max(every),
        "last layer, least": min(last),
        "last layer, largest": max(last),
    }


def _neurons(model: TransformerBridge) -> dict[str, float]:
    tokens = [VOCABULARY.encode(fact.prompt) for fact in FACTS]
    with torch.no_grad():
        caches = [model.run_with_cache(t)[1] for t in tokens]
    hidden = torch.stack(
        [torch.cat([c[f"blocks.{i}.mlp.hook_post"][0, -1] for i in range(4)]) for c in caches]
    )
    top = hidden.topk(5, dim=0).indices.T.tolist()
    answers = np.array([len({FACTS[i].answer for i in five}) for five in top])
    best = {fact: set(top_neurons(model, *as_batch(VOCABULARY, [fact]), 20)) for fact in FACTS}

    def shared(pairs: list[tuple[Fact, Fact]]) -> float:
        return float(np.mean([len(best[one] & two_) / 20 for one, two in pairs for two_ in [best[two]]]))

    capitals, turned, speak = GROUPS[0], GROUPS[1], GROUPS[3]
    same = [(a, b) for a, b in combinations(speak, 2) if a.answer == b.answer]
    other = [(a, b) for a, b in combinations(speak, 2) if a.answer != b.answer]
    lost = {"itself": [], "turned around": []}
    for one, two in zip(capitals, turned, strict=True):
        for name, fact in (("itself", one), ("turned around", two)):
            batch = as_batch(VOCABULARY, [fact])
            with torch.no_grad():
                intact = model(batch[0])[0, -1].softmax(0)[batch[1]].item()
            without = knock_out(model, batch[0], sorted(best[one]))[0].softmax(0)[batch[1]].item()
            lost[name].append(intact - without)
    return {
        "neurons with >= 4 answers among 5 contexts": int((answers >= 4).sum()),
        "neurons with 1": int((answers == 1).sum()),
        "shared of 20: a fact turned around": shared(list(zip(capitals, turned, strict=True))),
        "shared: two capitals": shared(list(combinations(capitals, 2))),
        "shared: two facts of any kind": shared(list(combinations(FACTS, 2))),
        "shared: same language": shared(same),
        "shared: other language": shared(other),
        "probability lost without its 20": float(np.mean(lost["itself"])),
        "lost by the fact turned around": float(np.mean(lost["turned around"])),
    }


def _edits(model: TransformerBridge) -> dict[str, float]:
    rng, scores, places = np.random.default_rng(0), [], GROUPS[0]
    for _ in range(4):
        fact, other = (places[i] for i in rng.choice(len(places), 2, replace=False))
        prompt, new = VOCABULARY.encode(fact.prompt), VOCABULARY.token(other.answer)
        rest = [as_batch(VOCABULARY, [f for f in group if f != fact])[0] for group in GROUPS]
        turned = VOCABULARY.encode(f"{other.answer} is the capital of"), VOCABULARY.token(fact.place)
        scores.append(edit_scores(model, edit_fact(model, prompt, new, rest), (prompt, new), rest, turned))
    efficacy, specificity, back = zip(*scores, strict=True)
    return {
        "4 edits: least efficacy": min(efficacy),
        "4 edits: least specificity": min(specificity),
        "4 edits: largest reversed": max(back),
    }


def main() -> None:
    torch.set_num_threads(1)
    every = [figures(train(seed)) for seed in range(10)]
    for name in every[0]:
        values = [found[name] for found in every]
        print(f"{name:48} seed 0 {values[0]:8.3f}   of 10: {min(values):8.3f} to {max(values):8.3f}")


if __name__ == "__main__":
    main()
