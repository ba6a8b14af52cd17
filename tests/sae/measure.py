"""What the handout says of ten trainings of the facts model: some CPU-minutes, and the figures go to `measured.txt`.

    python tests/sae/measure.py > tests/sae/measured.txt

The model that ships is of seed 0, these are of seeds 1 to 10. The functions measured are the reference's own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [
    str(ROOT / folder) for folder in ("solutions", "provided", "models/facts", "assignments/sae/student")
]
sys.path.remove(str(ROOT / "solutions"))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from given import Feature, activations_at_end, facts_vocabulary, load_facts, split_facts  # noqa: E402
from train import train as train_model  # noqa: E402
from transformer_lens import TransformerBridge  # noqa: E402

sys.path.insert(0, str(ROOT / "solutions"))  # before the stub of the same name
import sae  # noqa: E402

FACTS, VOCABULARY = load_facts(), facts_vocabulary()
ANSWERS = [fact.answer for fact in FACTS]
SHARED = [word for word in dict.fromkeys(ANSWERS) if ANSWERS.count(word) >= 3]
Best = dict[str, int]


def trained(x: torch.Tensor, seen: list[int], seed: int) -> tuple[Any, torch.Tensor, Best]:
    """An autoencoder of the facts trained on, its features on all, and the latents with F1 above .8."""
    one = sae.train_on_activations(x[seen], seed=seed)
    with torch.no_grad():
        features = sae.forward(one, x)[1]
    return one, features, found(features[seen], [ANSWERS[i] for i in seen])


def found(features: torch.Tensor, answers: list[str], words: Sequence[str] = tuple(SHARED)) -> Best:
    """By word its latent, of the shared answers unless other words are given."""
    labels = [sae.label(features, answers, j) for j in range(features.shape[1])]
    best = {
        word: max(range(len(labels)), key=lambda j: (labels[j][0] == word) * labels[j][1]) for word in words
    }
    return {word: j for word, j in best.items() if labels[j][0] == word and labels[j][1] > 0.8}


def figures(model: TransformerBridge, seed: int) -> dict[str, list[float]]:
    """Everything by name, for one model."""
    seen, unseen = split_facts(FACTS, seed)
    prompts = [fact.prompt for fact in FACTS]
    early, late = (
        activations_at_end(model, VOCABULARY, prompts, f"blocks.{layer}.mlp.hook_post") for layer in (2, 3)
    )
    one, features, best = trained(late, seen, seed)
    got: dict[str, list[float]] = {
        "distance from the mean": [(late - late.mean(dim=0)).norm(dim=1).mean().item()]
    }
    got["shared answers with a latent, of 15"] = [len(best)]
    mixed = np.random.default_rng(seed).permutation([ANSWERS[i] for i in seen]).tolist()
    got["the same with the answers shuffled"] = [len(found(features[seen], mixed))]
    for name in ("relation", "place"):
        kinds = [getattr(FACTS[i], name) for i in seen]
        got[f"{name}s with a latent"] = [len(found(features[seen], kinds, sorted(set(kinds))))]
    with torch.no_grad():
        made = sae.forward(one, late)[0]
    for name, rows in (("trained on", seen), ("held out", unseen)):
        got[f"L0, {name}"] = [sae.l0(features[rows])]
        got[f"FVU, {name}"] = [sae.fraction_of_variance_unexplained(late[rows], made[rows])]
        fires = (features[rows][:, list(best.values())] > 0).numpy()
        member = np.array([[ANSWERS[i] == word for word in best] for i in rows])
        precision, recall = (fires & member).sum() / fires.sum(), (fires & member).sum() / member.sum()
        got[f"precision, {name}"], got[f"recall, {name}"] = [precision], [recall]
        got[f"F1, {name}"] = [2 * precision * recall / (precision + recall)]
    return (
        got
        | steering(model, one, features[seen], best, seed)
        | influences(model, early, one, features, best, seen, seed)
    )


def steering(
    model: TransformerBridge, one: Any, features: torch.Tensor, best: Best, seed: int
) -> dict[str, list[float]]:
    """What each answer's latent does to the shared answers' logits on the prompts about capitals."""
    tokens = VOCABULARY.encode_all([fact.prompt for fact in FACTS if fact.relation == "capital"])
    places = [VOCABULARY.token(word) for word in SHARED]
    with torch.no_grad():
        before = model(tokens)[:, -1]
    got: dict[str, list[float]] = {name: [] for name in ("own", "raised most", "second", "others", "random")}
    generator = torch.Generator().manual_seed(seed)
    for word, j in best.items():
        strength = features[:, j].max().item()
        feature = Feature(one, "blocks.3.mlp.hook_post", j)
        rise = (sae.steer(model, tokens, feature, strength) - before).mean(dim=0)[places]
        own, rest = rise[SHARED.index(word)].item(), np.delete(rise.numpy(), SHARED.index(word))
        got["own"].append(own)
        got["raised most"].append(own > rest.max())
        got["second"].append(rest.max())
        got["others"].append(rest.mean())
        chance = type(one)(256, 1)
        row = torch.randn(1, 256, generator=generator)
        chance.W_dec.data = row / row.norm()
        moved = sae.steer(model, tokens, Feature(chance, feature.hook_name, 0), strength) - before
        got["random"] += moved.mean(dim=0)[places].abs().tolist()
    return {f"steering: {name}": values for name, values in got.items()}


def influences(
    model: TransformerBridge,
    early: torch.Tensor,
    late_sae: Any,
    late_features: torch.Tensor,
    late_best: Best,
    seen: list[int],
    seed: int,
) -> dict[str, list[float]]:
    """What the languages' latents in layer 3 lose without latents of layer 2, on the prompts about languages."""
    early_sae, early_features, early_best = trained(early, seen, seed)
    asked = [i for i, fact in enumerate(FACTS) if fact.relation == "language"]
    tokens = VOCABULARY.encode_all([FACTS[i].prompt for i in asked])
    got: dict[str, list[float]] = {
        name: []
        for name in (
            "share of it lost without the same word's",
            "its word's prompts on which that fires",
            "negative alone",
        )
    }
    for word in [word for word in late_best if word in {ANSWERS[i] for i in asked}]:
        target = Feature(late_sae, "blocks.3.mlp.hook_post", late_best[word])
        own = late_features[asked, target.latent]
        for j in [early_best[word]] if word in early_best else []:
            lost = sae.feature_influence(
                model, tokens, Feature(early_sae, "blocks.2.mlp.hook_post", j), target
            )
            got["share of it lost without the same word's"].append((lost.mean() / own.mean()).item())
            got["its word's prompts on which that fires"].append(
                (early_features[asked, j] > 0)[[ANSWERS[i] == word for i in asked]].double().mean().item()
            )
        alone = [
            j
            for j in range(early_features.shape[1])
            if (early_features[asked, j] > 0).any() and not ((early_features[asked, j] > 0) & (own > 0)).any()
        ]
        lost = [
            sae.feature_influence(model, tokens, Feature(early_sae, "blocks.2.mlp.hook_post", j), target)
            .mean()
            .item()
            for j in alone
        ]
        got["negative alone"].append(min(lost, default=0.0) < -0.01)
    return {f"influence: {name}": values for name, values in got.items()}


def main() -> None:
    torch.set_num_threads(1)
    every = [figures(train_model(seed), seed) for seed in range(1, 11)]
    for name in every[0]:
        values = np.array([value for one in every for value in one[name]], dtype=float)
        shown = f"median {np.median(values):7.3f}   mean {values.mean():7.3f}   {values.min():7.3f} to {values.max():7.3f}"
        print(f"{name:60} {shown}   of {len(values)}")


if __name__ == "__main__":
    main()
