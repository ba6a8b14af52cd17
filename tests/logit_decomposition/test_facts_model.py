"""The facts model: every fact right, made as its record says, quick to load."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest
import torch
from safetensors import safe_open


def test_every_fact_is_right(model, batches):
    assert sum(len(facts) for facts, *_ in batches.values()) == 150
    for _, tokens, targets in batches.values():
        with torch.no_grad():
            assert torch.equal(model(tokens)[:, -1].argmax(dim=1), targets)


def test_capitals_are_known_both_ways(batches):
    forth = {(f.place, f.answer) for f in batches["capital"][0]}
    back = {(f.answer, f.prompt.split()[0]) for f in batches["reversed"][0]}
    assert forth == back
    assert ("Texas", "Austin") in forth


def test_the_record_is_of_these_weights(root):
    folder = root / "models/facts"
    record = json.loads((folder / "facts.json").read_text("utf-8"))
    assert record["sha256"] == hashlib.sha256((folder / "facts.safetensors").read_bytes()).hexdigest()
    assert record["command"] == f"python models/facts/train.py --seed {record['seed']}"
    assert {"python", "torch", "transformer-lens", "safetensors"} <= set(record["versions"])
    assert record["measured"]["right"] == 150


@pytest.mark.long("training the model of facts anew")
def test_the_command_makes_the_model(root, tmp_path):
    """Another machine's weights may differ in the fourth digit, and its answers do not."""
    train = [sys.executable, str(root / "models/facts/train.py"), "--seed", "0", "--out", str(tmp_path)]
    subprocess.run(train, check=True, capture_output=True)
    assert json.loads((tmp_path / "facts.json").read_text("utf-8"))["measured"]["right"] == 150
    with (
        safe_open(root / "models/facts/facts.safetensors", "pt") as shipped,
        safe_open(tmp_path / "facts.safetensors", "pt") as made,
    ):
        assert set(shipped.keys()) == set(made.keys())
        for name in shipped.keys():  # noqa: SIM118 - not a dict
            assert (shipped.get_tensor(name) - made.get_tensor(name)).abs().max() < 0.02


def test_a_vocabulary_encodes_and_decodes(reference):
    vocabulary = reference.facts_vocabulary()
    tokens = vocabulary.encode("the capital of Texas is")
    assert tokens.shape == (1, 6)
    assert vocabulary.decode(tokens[0]) == "<bos> the capital of Texas is"
    with pytest.raises(KeyError, match="Atlantis"):
        vocabulary.encode("the capital of Atlantis is")


def test_a_copy_outlives_its_original(reference):
    original = reference.load_facts_model()
    tokens = reference.facts_vocabulary().encode("the capital of Texas is")
    expected = original(tokens)
    copied = reference.copy_of(original)
    original.W_E.data.zero_()
    del original
    assert torch.equal(copied(tokens), expected)


def test_where_the_weights_are_not_the_student_is_told_why(reference, tmp_path):
    with pytest.raises(FileNotFoundError, match="gets its model as an argument"):
        reference.load_facts_model(tmp_path)
