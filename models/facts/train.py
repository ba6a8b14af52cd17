"""Trains the facts model and writes it beside this file: `python models/facts/train.py`, about ten seconds.

`facts.safetensors` holds the weights, `facts.json` the command, seed and versions that made them and what was
measured. The same seed on one thread gives the same weights; another machine's may differ in the fourth digit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import torch
from facts import PAD, facts_vocabulary, load_facts, new_model
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformer_lens import TransformerBridge

FOLDER = Path(__file__).parent
STEPS, WARM_UP, RATE, LEAST = 120, 30, 3e-3, 0.02


def training_set() -> tuple[Tensor, Tensor]:
    """Every fact as tokens [150, T], padded on the right, and the place of its answer [150]."""
    vocabulary = facts_vocabulary()
    rows = [vocabulary.encode(f"{fact.prompt} {fact.answer}")[0] for fact in load_facts()]
    tokens = torch.full((len(rows), max(map(len, rows))), vocabulary.token(PAD))
    for row, text in zip(tokens, rows, strict=True):
        row[: len(text)] = text
    return tokens, torch.tensor([len(text) - 1 for text in rows])


def train(seed: int) -> TransformerBridge:
    """A model that has learned to predict every word of every fact: AdamW on all of them at once.

    Steps are taken on the module inside the bridge, which computes the same without the hooks.
    """
    tokens, _ = training_set()
    targets = tokens[:, 1:].masked_fill(tokens[:, 1:] == facts_vocabulary().token(PAD), -100)
    bridge = new_model(seed)
    model = bridge.original_model
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    for step in range(1, STEPS + 1):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, step / WARM_UP) * max(LEAST, 1 - step / STEPS)
        logits = model(tokens[:, :-1])
        logits = getattr(logits, "logits", logits)
        loss = cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
    return bridge.eval()


def measure(model: TransformerBridge) -> dict[str, float]:
    """How many facts the model completes, and the mean cross-entropy of the answers in nats."""
    tokens, places = training_set()
    rows = torch.arange(len(tokens))
    with torch.no_grad():
        logits = model(tokens[:, :-1])[rows, places - 1]
    answers = tokens[rows, places]
    return {
        "facts": len(tokens),
        "right": int((logits.argmax(dim=1) == answers).sum()),
        "cross_entropy": round(cross_entropy(logits, answers).item(), 5),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--out", type=Path, default=FOLDER)
    chosen = arguments.parse_args()
    torch.set_num_threads(1)
    model = train(chosen.seed)
    measured = measure(model)
    weights = chosen.out / "facts.safetensors"
    save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, weights)
    record = {
        "command": f"python models/facts/train.py --seed {chosen.seed}",
        "seed": chosen.seed,
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("torch", "transformer-lens", "safetensors")},
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "measured": measured,
    }
    (chosen.out / "facts.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    print(json.dumps(record, indent=2))


if __name__ == "__main__":
    main()
