"""docs/reference.md is what the code gives."""

from __future__ import annotations

from pathlib import Path

from autograder.reference import page

PAGE = Path(__file__).parents[1] / "docs/reference.md"


def test_the_reference_is_what_the_code_gives() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m autograder.reference > docs/reference.md"


def test_it_has_every_fixture_and_every_key() -> None:
    text = page()
    for name in (
        "student",
        "compare",
        "refuses",
        "measure",
        "credit",
        "variant",
        "reference",
        "public_examples",
    ):
        assert f"### `{name}: " in text
    for key in ("title", "explains", "extra", "grader_cpu_s", "secret_file", "grace_minutes"):
        assert f"\n| `{key}` | " in text
