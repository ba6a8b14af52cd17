"""What the induction-head handout says of many seeds: `python bench/induction_head.py > bench/induction_head.md`.

Training with the reference and each other right solution, held against the graders' gates at the first try; what a
fixed period teaches; four heads instead of one; planted circuits, found by several rules. Eight CPU-minutes.
"""

from __future__ import annotations

import itertools
import time
import types
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.course import open_assignment, open_course

SEEDS, WIDE_SEEDS, CIRCUITS, DECOYS = range(24), range(8), 25, 30
UNSEEN, LONG = (2, 3, 15, 16), (15, 16)
GATES = ">= .95, .6, .6, .9, and <= .2"

Model = Any
Row = dict[str, float]


class Session:
    """The measurements, with the reference's own functions on the graders' sequences."""

    def __init__(self, reference: types.ModuleType, planted: types.ModuleType) -> None:
        self.ref, self.planted = reference, planted
        rng = np.random.default_rng(0)
        self.by_period = {period: planted.repeated(rng, 100, period) for period in range(2, 17)}
        self.long = tuple(torch.cat(parts) for parts in zip(*(self.by_period[p] for p in LONG), strict=True))
        self.mixed = reference.repeated_sequences(200, seed=1)

    def accuracies(self, model: Model) -> dict[int, float]:
        """By period."""
        return {period: self.ref.accuracy(model, *data) for period, data in self.by_period.items()}

    def without(self, model: Model, data: tuple[Tensor, Tensor], layer: int, head: int) -> float:
        """Accuracy with one head removed."""
        return share(self.ref.ablate_head(model, data[0], layer, head), *data)

    def among_decoys(self, model: Model) -> tuple[int, int]:
        """How often attention alone, and how often `find_circuit`, names both heads of a trained model among decoys."""
        import given

        tokens, mask = (part[:64] for part in self.mixed)
        alone = both = 0
        for seed in range(DECOYS):
            hidden, answer = given.among_decoys(model, seed)
            scores = (self.ref.previous_token_score, self.ref.induction_score)
            previous, induction = (score(hidden, tokens, mask) for score in scores)
            alone += ((0, int(previous[0].argmax())), (1, int(induction[1].argmax()))) == answer
            both += self.ref.find_circuit(hidden) == answer
        return alone, both

    def gates(self, model: Model) -> Row:
        """What the graders' task `train` measures."""
        accuracies = self.accuracies(model)
        return {
            "accuracy on unseen periods": float(np.mean([accuracies[p] for p in UNSEEN])),
            "induction score": self.ref.induction_score(model, *self.long)[1, 0].item(),
            "previous-token score": self.ref.previous_token_score(model, *self.long)[0, 0].item(),
            "accuracy on 15, 16": float(np.mean([accuracies[p] for p in LONG])),
            "without a head (most)": max(self.without(model, self.long, layer, 0) for layer in (0, 1)),
        }

    def mechanism(self, model: Model, losses: list[float]) -> Row:
        """The phases of training, the two heads, and what becomes of the copy when head 0.0 looks further back."""
        tokens, mask = self.mixed
        before = self.ref.attention_patterns(model, tokens).diagonal(-1, -2, -1)[:, 0, 0]
        row = {
            "worst unseen period": min(a for p, a in self.accuracies(model).items() if p in UNSEEN),
            "step of loss < 3": float(next(i for i, loss in enumerate(losses) if loss < 3)),
            "steps from 3 to .5": float(
                sum(loss >= 0.5 for loss in losses) - sum(loss >= 3 for loss in losses)
            ),
            "previous-token, needed": self.ref.previous_token_score(model, tokens, mask)[0, 0].item(),
            "previous-token, everywhere": before.mean().item(),
            "copying of head 0.0": self.ref.copying_score(model)[0, 0].item(),
            "copying of head 1.0": self.ref.copying_score(model)[1, 0].item(),
            "K-composition": self.ref.k_composition(model).item(),
        }
        at = torch.arange(tokens.shape[1])
        for back in (2, 3):
            gaze = torch.zeros(len(at), len(at))
            gaze[at, (at - back).clamp(min=0)] = 1.0
            logits = self.ref.patch_pattern(model, tokens, 0, 0, gaze)
            for ahead in (1, back):
                known = mask & (at < len(at) - ahead)
                row[f"{back} back, says {ahead} ahead"] = share(logits, tokens, known, ahead)
        return row

    def shortcut(self, model: Model) -> Row:
        """A model that was shown period 16 only."""
        accuracies = self.accuracies(model)
        tokens, mask = self.by_period[16]
        return {
            "accuracy on 16": accuracies[16],
            "induction score on 16": self.ref.induction_score(model, tokens, mask)[1, 0].item(),
            "previous-token score on 16": self.ref.previous_token_score(model, tokens, mask)[0, 0].item(),
            "accuracy on 8": accuracies[8],
            "most of the rest (not 2, 4, 8)": max(a for p, a in accuracies.items() if p not in (2, 4, 8, 16)),
            "unseen periods": float(np.mean([accuracies[p] for p in UNSEEN])),
        }

    def four_heads(self, model: Model) -> Row:
        """A model with four heads in each layer."""
        scores = self.ref.induction_score(model, *self.mixed)[1]
        intact = share(model(self.mixed[0]), *self.mixed)
        cost = [
            [intact - self.without(model, self.mixed, layer, head) for head in range(4)] for layer in (0, 1)
        ]
        return {
            "accuracy": intact,
            "lowest induction score of layer 1": scores.min().item(),
            "heads of layer 1 above .5": float((scores > 0.5).sum()),
            "largest cost of a head of layer 1": max(cost[1]),
            "largest cost of a head of layer 0": max(cost[0]),
        }

    def circuits(self) -> dict[str, dict[str, int]]:
        """By rule: how many planted circuits it finds, by the twins that they have."""
        data = self.mixed[0][:64], self.mixed[1][:64]
        ref, rules = self.ref, {}
        rules["the reference: accuracy with a head at 0"] = ref.find_circuit
        rules["the rise of the loss"] = lambda model: tuple(
            enumerate(ref.ablation_scores(model, *data).argmax(dim=1).tolist())
        )
        rules["copying, then K-composition"] = by_weights(ref)
        rules["attention alone"] = lambda model: (
            (0, int(ref.previous_token_score(model, *data)[0].argmax())),
            (1, int(ref.induction_score(model, *data)[1].argmax())),
        )
        rules["K-composition alone"] = lambda model: pair(ref.k_composition(model))
        found: dict[str, dict[str, int]] = {rule: {} for rule in rules}
        kinds = [(twins, False) for twins in itertools.product((0, 1), repeat=2)] + [((1, 1), True)]
        for (twins, barred), seed in itertools.product(kinds, range(CIRCUITS)):
            rng, (spare, *_) = np.random.default_rng([seed, *twins, barred]), self.planted.spare_circuits()
            circuit = self.planted.planted_circuit(rng, twins, spare, barred=barred)
            answer = ((0, circuit.previous), (1, circuit.induction))
            column = name_of(twins) + ", barred" * barred
            for rule, find in rules.items():
                found[rule][column] = found[rule].get(column, 0) + (find(circuit.model) == answer)
        return found


def share(logits: Tensor, tokens: Tensor, mask: Tensor, ahead: int = 1) -> float:
    """How often the largest logit in the mask is that of the token so many steps ahead."""
    return (logits.argmax(dim=2) == tokens.roll(-ahead, dims=1))[mask].double().mean().item()


def by_weights(ref: types.ModuleType) -> Callable[[Model], tuple[tuple[int, int], tuple[int, int]]]:
    """The head of layer 1 that copies best, and the one of layer 0 that it reads by K-composition."""

    def find(model: Model) -> tuple[tuple[int, int], tuple[int, int]]:
        induction = int(ref.copying_score(model)[1].argmax())
        return (0, int(ref.k_composition(model)[:, induction].argmax())), (1, induction)

    return find


def pair(composition: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    writes, reads = divmod(int(composition.argmax()), composition.shape[1])
    return (0, writes), (1, reads)


def name_of(twins: tuple[int, int]) -> str:
    return {
        (0, 0): "no twins",
        (1, 0): "layer 0",
        (0, 1): "layer 1",
        (1, 1): "both",
    }[twins]


def show(title: str, rows: Iterable[Row], note: str = "") -> None:
    """A section: smallest, median and largest of each measurement."""
    rows = list(rows)
    print(
        f"## {title}\n\n{len(rows)} seeds{note}.\n\n| measured | smallest | median | largest |\n|---|---|---|---|"
    )
    for name in rows[0]:
        values = sorted(row[name] for row in rows)
        print(f"| {name} | {values[0]:.3g} | {np.median(values):.3g} | {values[-1]:.3g} |")
    print(flush=True)


def training(title: str, train: Callable[..., Any], bench: Session) -> list[tuple[Model, list[float]]]:
    """Trains the seeds and shows what the gates see."""
    trained, rows = [], []
    for seed in SEEDS:
        start = time.process_time()
        model, losses = train(seed)
        rows.append({"CPU-s": time.process_time() - start})
        model = as_bridge(bench, model)
        rows[-1] |= bench.gates(model)
        trained.append((model, list(losses)))
    show(
        f"Training: {title}",
        rows,
        f", {sum(map(passes, rows))} pass the graders' gates ({GATES}) at the first try",
    )
    return trained


def as_bridge(bench: Session, model: Model) -> Model:
    """Some right solutions return the module inside the bridge."""
    if hasattr(model, "run_with_cache"):
        return model
    bridge = bench.planted.blank(1, 32, 32)
    bridge.original_model.load_state_dict(model.state_dict())
    return bridge


def passes(row: Row) -> bool:
    _, unseen, induction, previous, intact, without = row.values()
    return unseen >= 0.95 and induction >= 0.6 and previous >= 0.6 and intact >= 0.9 and without <= 0.2


def main() -> None:
    torch.set_num_threads(1)
    assignment = open_assignment(open_course(Path(__file__).resolve().parents[1]), "induction_head")
    with assignment.importing(), torch.no_grad():
        import planted

        ref = assignment.reference
        bench = Session(ref, planted)
        print(
            "# Many seeds of the induction head\n\nMade by `python bench/induction_head.py`, on one thread.\n"
        )
        found = bench.circuits()
        print(f"## Planted circuits found, of {CIRCUITS} each\n")
        columns = list(next(iter(found.values())))
        print(f"| rule | {' | '.join(columns)} |\n{'|---' * (1 + len(columns))}|")
        for rule, counts in found.items():
            print(f"| {rule} | {' | '.join(str(counts[column]) for column in columns)} |")
        print(flush=True)
        with torch.enable_grad():
            trained = training("reference", ref.train, bench)
        show("What the trained heads do", (bench.mechanism(*one) for one in trained))
        with torch.enable_grad():
            shortcuts = [ref.train(seed, steps=150, periods=[16])[0] for seed in SEEDS]
        show("A fixed period: 150 steps on 16 only", map(bench.shortcut, shortcuts))
        for name, file in assignment.right.items():
            module: dict[str, Any] = {"__name__": name}
            exec(compile(file.read_text("utf-8"), str(file), "exec"), module)
            with torch.enable_grad():
                training(f"right/{name}", module["train"], bench)
        with torch.enable_grad():
            wide = [ref.train(seed, n_heads=4)[0] for seed in WIDE_SEEDS]
        show("Four heads in each layer", map(bench.four_heads, wide))
        alone, both = bench.among_decoys(trained[0][0])
        print("## Elsewhere in the handout\n")
        print(
            f"The two heads of the model from seed 0 among decoys, {DECOYS} times: attention alone finds both in {alone}, "
            f"`find_circuit` in {both}."
        )


if __name__ == "__main__":
    main()
