"""What the example class of bigram lesions shows beside its scores."""

from __future__ import annotations

from autograder.record import Record


def test_work_that_is_no_known_mistake_gets_no_hint(records: dict[str, Record]) -> None:
    for student in ("loads_its_own_words", "one_lab_for_all", "words_with_markup"):
        assert not any(check.hint for task in records[student].tasks for check in task.checks)


def test_whoever_loads_the_words_is_shown_where_and_the_ta_why(records: dict[str, Record]) -> None:
    checks = [
        check for task in records["loads_its_own_words"].tasks for check in task.checks if check.message
    ]
    assert any("FileNotFoundError" in c.message and "load_words()" in c.message for c in checks)
    assert any("a graded function gets its words as an argument" in c.detail for c in checks)
