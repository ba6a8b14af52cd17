"""The list of claims is whole: each stands in its section, its test is there, and none that many networks back is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from .test_handouts import FOLD, MEASURED

ROOT = Path(__file__).parents[1]


class Claim(NamedTuple):
    words: str
    section: str
    file: str
    test: str


def listed() -> dict[str, list[Claim]]:
    """The claims of docs/claims.md, by notebook."""
    found: dict[str, list[Claim]] = {}
    for line in (ROOT / "docs/claims.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            name = line.strip("# `")
            found[name] = []
        elif line.startswith("| ") and not line.startswith("| claim"):
            words, section, _, test = (
                cell.replace(r"\|", "|") for cell in re.split(r" \| ", line.strip("| "))
            )
            file, _, title = test.partition(": ")
            found[name].append(Claim(words, section, file.strip("`"), f"test_{title.replace(' ', '_')}"))
    return found


CLAIMS = listed()


def sections(name: str) -> Iterator[tuple[str, str]]:
    """Each heading of a notebook, and the text under it up to the next, on one line."""
    text = re.sub(r"^# ?", "", (ROOT / f"solutions/{name}.py").read_text("utf-8"), flags=re.MULTILINE)
    _, *parts = re.split(r"^#{1,3} (.+)$", text, flags=re.MULTILINE)
    yield from zip(parts[::2], parts[1::2], strict=True)


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_stands_in_its_section_and_its_test_is_there(name: str) -> None:
    under = {heading: " ".join(body.split()) for heading, body in sections(name)}
    for claim in CLAIMS[name]:
        assert claim.words in under[claim.section], claim
        tests = (ROOT / "tests" / name / claim.file).read_text("utf-8")
        assert f"def {claim.test}(" in tests, claim


@pytest.mark.parametrize("name", CLAIMS)
def test_no_sentence_about_many_networks_is_missing(name: str) -> None:
    for heading, body in sections(name):
        for fold in FOLD.finditer(body):
            text = " ".join(fold[2].split())
            claimed = [(at, at + len(c.words)) for c in CLAIMS[name] if (at := text.find(c.words)) >= 0]
            for sentence in re.finditer(r".+?(?:[.]\)?(?= |$)|$)", text):
                if MEASURED.search(sentence[0]):
                    near = [
                        (start, end)
                        for start, end in claimed
                        if start < sentence.end() and sentence.start() < end
                    ]
                    assert near, (heading, sentence[0])
