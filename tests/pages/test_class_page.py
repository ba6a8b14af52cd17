"""A class's page says what the class has not understood, and whom to look at; one folder, no network."""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from rich.console import Console

from autograder.outcome import Standing
from autograder.pages import Class, write_pages, write_term
from autograder.pages.class_page import class_page, figures
from autograder.pages.groups import clusters, mistakes, near, same_values, to_look_at
from autograder.pages.items import alarms, items
from autograder.pages.terminal import class_summary, student_report
from autograder.record import Check, HandedIn, Measure, Named, Record, Store, SubmissionInfo

from ..conftest import Command
from .conftest import EVIL, EXAMPLE, FOR_THE_TA, failed, record, task

RIGHT = Check("It is right", "passed", 1.0)
HINT = "This adds two; doubling multiplies."


def check(title: str, right: bool) -> Check:
    return Check(title, "passed", 1.0) if right else failed(title)


def graded_class(students: int = 40) -> list[Record]:
    """Better students do better, but at the check `Odd`, which the good half fails."""
    made = []
    for place in range(students):
        ability = place / students
        easy, hard, odd = ability > 0.1, ability > 0.6, ability < 0.5
        first = task("double", check("Easy", easy), check("Odd", odd))
        second = task("fit", check("Hard", hard), check("Harder", ability > 0.7), points=30)
        third = task("more", check("Most", ability > 0.3), points=20)
        made.append(record(f"s{place:02}", first, second, third))
    return made


def stored(folder: Path, records: list[Record]) -> Store:
    store = Store(folder / "results", "tiny")
    for one in records:
        store.write(one)
    return store


# ---- tasks and checks


def test_a_check_that_good_students_fail_is_an_alarm() -> None:
    found = items(graded_class())
    assert [item.title for item in alarms(found)] == ["Odd"]
    by_name = {item.name: item for item in found}
    assert [item.name for item in found] == ["double", "Easy", "Odd", "fit", "Hard", "Harder", "more", "Most"]
    assert by_name["Hard"].share == pytest.approx(0.375)
    hard, odd = by_name["Hard"].discrimination, by_name["Odd"].discrimination
    assert hard is not None
    assert odd is not None
    assert odd < -0.5
    assert (by_name["Odd"].best, by_name["Odd"].last) == (0.0, 1.0)


def test_a_hard_check_that_only_the_best_pass_is_none() -> None:
    records = [
        record(f"s{i}", task("a", check("x", i > 14)), task("b", check("y", i > 8), points=20))
        for i in range(20)
    ]
    assert alarms(items(records)) == []


@pytest.mark.parametrize("students", [1, 7])
def test_of_a_few_students_nothing_is_concluded(students: int) -> None:
    assert all(item.discrimination is None and not item.alarm for item in items(graded_class(students)))


def test_a_class_that_is_all_alike_has_no_discrimination_and_no_alarm() -> None:
    alike = [record(f"s{i}", task("a", RIGHT), task("b", failed("never"))) for i in range(20)]
    assert [(item.discrimination, item.alarm) for item in items(alike)] == [(None, "")] * 4


def test_rejected_work_and_what_was_not_judged_say_nothing_of_a_check() -> None:
    rejected = msgspec.structs.replace(record("r", task("double", RIGHT)), status="rejected", reason="empty")
    unjudged = record("u", task("double", Check("It is right", "not_judged", 0.0), check("Other", True)))
    found = items([record("ada", task("double", RIGHT)), rejected, unjudged])
    assert {item.name: item.students for item in found} == {"double": 1, "It is right": 1, "Other": 1}


# ---- groups


def test_known_mistakes_are_counted_by_student_and_the_commonest_is_first() -> None:
    bob = record("bob", task("double", failed("a", hint=HINT), failed("b", hint=HINT)))
    ada = record("ada", task("double", failed("a", hint="another")))
    cyd = record("cyd", task("double", failed("a", hint=HINT)))
    found = mistakes([ada, bob, cyd])
    assert [(group.text, group.students) for group in found] == [(HINT, ["bob", "cyd"]), ("another", ["ada"])]
    assert clusters([ada, bob, cyd]) == []


def test_what_fails_alike_but_for_its_numbers_is_one_cluster() -> None:
    said = ["f: 3 of 5 values are off, by up to 10,000 times", "f: 4 of 5 values are off, by up to 9 times"]
    records = [
        record(f"s{i}", task("a", failed("x", text))) for i, text in enumerate([*said, "f: NaN", said[0]])
    ]
    found = clusters(records)
    assert [group.students for group in found] == [["s0", "s1", "s3"], ["s2"]]
    assert found[0].text == said[0]


def test_what_may_hold_once_another_is_mended_is_no_cluster() -> None:
    follows = failed("x", "f: off", diagnosis="`f` calls `g`, which fails too: mend `g` first")
    assert clusters([record("ada", task("a", follows))]) == []


def test_who_gives_the_same_wrong_value_on_practice_data_is_one_group() -> None:
    def wrong(student: str, got: str, **more: Any) -> Record:
        example = msgspec.structs.replace(EXAMPLE, got=got)
        return record(student, task("a", failed("x", f"{student}: off", example=example, **more)))

    found = same_values(
        [
            wrong("ada", "tensor([3.])"),
            wrong("bob", "tensor([5.])"),
            wrong("cyd", "tensor([3.])"),
            wrong("dan", "tensor([3.])", hint=HINT),
        ]
    )
    assert [(group.students, group.text) for group in found] == [
        (["ada", "cyd"], "double gives tensor([3.]) (the first)")
    ]


def test_who_is_near_a_threshold_and_by_how_much() -> None:
    def measured(student: str, state: str, **measure: Any) -> Record:
        one = Check("x", state, 1.0, measures=[Measure("m", **measure)])  # type: ignore[arg-type]
        return record(student, task("a", one))

    found = near(
        [
            measured("missed", "failed", value=0.93, at_least=0.95),
            measured("held", "passed", value=0.96, at_least=0.95),
            measured("far", "failed", value=0.5, at_least=0.95),
            measured("exact", "passed", value=0.95, at_least=0.95),
            measured("large", "failed", value=1.9, at_most=1),
            measured("larger", "failed", value=3, at_most=1),
            measured("small", "passed", value=0.5, at_most=1),
            measured("none", "passed", value=0.0, at_most=0.0),
        ]
    )
    said = {one.bound: ([m.student for m in one.missed], [m.student for m in one.held]) for one in found}
    assert said == {"at least 0.95": (["missed"], ["held"]), "at most 1": (["large"], [])}


def test_whom_to_look_at() -> None:
    good = record("good", task("a", RIGHT))
    change = msgspec.structs.replace
    records = [
        good,
        change(good, student="Bob"),
        change(good, student="bob"),
        record("idle", task("a", failed("It is right", message="f is not written yet"))),
        record("some", task("a", RIGHT, failed("It is more", message="f is not written yet"))),
        change(
            record("lost", task("a", failed("It is right", message="there is no function f in p.py"))),
            submission=SubmissionInfo("p.py", "0", "parity 2"),
        ),
        change(good, student="hit", limits_hit=["cpu", "memory"]),
        change(good, student="old", submission=SubmissionInfo("f", "0", "0")),
        change(good, student="open", sandbox="none"),
        change(good, student="bad", status="rejected", reason="`f` is empty"),
        change(good, student="none", status="not_graded", score=None, reason="two hand-ins"),
    ]
    said = [(look.student, look.kind) for look in to_look_at(records)]
    assert said == [
        ("none", "not graded"), ("bad", "rejected"), ("idle", "nothing written"), ("lost", "wrong file?"), ("Bob", "is this one person?"), ("bob", "is this one person?"),
        ("hit", "ran into limits"), ("old", "another version"), ("open", "graded without a sandbox"),
    ]  # fmt: skip
    (lost,) = (look.why for look in to_look_at(records) if look.student == "lost")
    assert lost == "it says that it is parity's file, and 1 of 1 checks find no function"


def test_extra_credit_is_no_full_marks_for_who_lacks_points() -> None:
    lacking, extra = task("a", failed("It is right")), task("more", RIGHT, extra=True)
    assert not record("ada", lacking, extra).full
    assert record("bob", task("a", RIGHT), task("more", failed("It is more"), extra=True)).full


# ---- the folder


def test_every_student_is_a_click_away_whatever_their_name(tmp_path: Path) -> None:
    names = ["ada", "a#b?c%d", "zoé", "=1+1", "a/b", ".hidden", "x" * 300, EVIL, "\udcff"]
    written = write_pages(stored(tmp_path, [record(name, task("double", RIGHT)) for name in names]), "Tiny")
    folder = written.page.parent
    links = re.findall(r'href="(students/[^"]*)"', written.page.read_text("utf-8"))
    targets = {folder / unquote(html.unescape(link)) for link in links}
    assert len(targets) == len(names)
    assert all(target.is_file() for target in targets)
    assert len(list(folder.glob("students/*"))) == 2 * len(names)


def test_its_numbers_are_csv_without_formulas(tmp_path: Path) -> None:
    records = [record("=cmd|' /C calc'!A0", task("double", failed("x", "=2+2", hint=HINT))), *graded_class(8)]
    folder = write_pages(stored(tmp_path, records), "Tiny").page.parent
    files = {file.name: list(csv.reader(file.open(encoding="utf-8"))) for file in folder.glob("*.csv")}
    assert sorted(files) == ["checks.csv", "groups.csv", "students.csv", "thresholds.csv", "to_look_at.csv"]
    assert len(files["students.csv"]) == 10
    assert files["students.csv"][0][:6] == ["student", "status", "score", "max_score", "double", "fit"]
    cells = [cell for rows in files.values() for row in rows for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@]|-[^\d]", cell)]
    assert HINT in [row[2] for row in files["groups.csv"]]


def test_new_pages_replace_the_old_ones_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = stored(tmp_path, [record("ada", task("double", RIGHT)), record("bob", task("double", RIGHT))])
    folder = write_pages(store, "Tiny").page.parent
    store.path("bob").unlink()
    write_pages(store, "Tiny")
    assert sorted(file.name for file in folder.glob("students/*")) == ["ada.html", "ada.md"]

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.pages.folder.student_page", full)
    with pytest.raises(OSError, match="No space"):
        write_pages(store, "Tiny")
    assert (folder / "index.html").is_file()
    assert [file.name for file in store.folder.iterdir() if file.name.startswith(".pages")] == []


def test_a_student_s_page_names_no_other_and_the_class_s_shows_no_detail(tmp_path: Path) -> None:
    written = write_pages(stored(tmp_path, graded_class()), "Tiny")
    assert FOR_THE_TA not in written.page.read_text("utf-8")
    assert "s01" not in (written.page.parent / "students/s02.html").read_text("utf-8")


ODD = {
    "no tasks": record("a", max_score=0),
    "no points": record("b", task("double", RIGHT, points=0), max_score=0),
    "no weight": record(
        "c", msgspec.structs.replace(task("double", RIGHT), checks=[Check("x", "failed", 0, weight=0)])
    ),
    "more than all": record("d", task("double", Check("x", "passed", 3.0))),
    "less than none": record("e", task("double", Check("x", "failed", -3.0))),
    "no bound": record("f", task("double", Check("x", "failed", 0, measures=[Measure("m", 1.0)]))),
    "no message": record("g", task("double", Check("", "failed", 0))),
    "a verdict without a score": record("h", task("double", RIGHT), score=None),
    "lines": record("i\nj", task("a\tb", failed("x\ny", "m\r\nn", hint="h\n\ni")), started="yesterday"),
    "long": record("k" * 5000, task("t" * 5000, failed("x" * 5000, "m" * 50_000))),
}


@pytest.mark.parametrize("odd", [*ODD, "all of them"])
def test_a_record_of_another_hand_makes_a_page_all_the_same(odd: str, tmp_path: Path) -> None:
    records = list(ODD.values()) if odd == "all of them" else [ODD[odd]]
    written = write_pages(stored(tmp_path, records), "Tiny")
    assert len(written.standings) == len(records)
    console = Console(file=io.StringIO(), width=80)
    for one in records:
        console.print(student_report(one, "Tiny"))
    console.print(class_summary(figures(map(Standing, records), "Tiny"), "tiny"))


def test_what_lies_where_the_pages_belong_is_no_traceback(command: Command, tiny: Path) -> None:
    store = stored(tiny, graded_class(1))
    (store.folder / "pages").write_text("mine")
    said = command("pages", "tiny")
    assert said.code == 3
    assert "there is a file where the folder of pages belongs" in " ".join(said.err.split())
    assert (store.folder / "pages").read_text() == "mine"


# ---- in a browser


def test_in_a_browser_it_is_sorted_searched_and_narrowed_down(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    evil = record(EVIL, task("double", failed("Easy", EVIL, hint=HINT)), task("fit", check("Hard", False)))
    written = write_pages(stored(tmp_path, [*graded_class(), evil]), EVIL)
    page = opened(written.page)

    def shown() -> list[str]:
        return list(page.locator("#class tbody tr:visible th").all_inner_texts())

    assert len(shown()) == 41
    head = page.locator("#class thead th", has_text="score")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    scores = [float(text) for text in page.locator("#class tbody td:nth-child(2)").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"

    page.locator("#search").fill("<SCRIPT>")
    assert shown() == [EVIL]
    assert page.inner_text("#count") == "1 of 41 students"
    page.locator("#all").click()
    page.locator("section[aria-labelledby=mistakes] button.only").click()
    assert shown() == [EVIL]
    page.locator("#all").click()
    page.locator("#status").select_option("full")
    assert "s00" not in shown()
    assert page.said == []
    assert "taken" not in page.title().replace(EVIL, "")
    page.locator("#all").click()
    page.locator("#class a", has_text="s02").click()
    assert page.inner_text("h1") == "s02"


def test_it_fits_a_phone_and_paper_and_reads_without_a_script(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    written = write_pages(stored(tmp_path, graded_class()), "Tiny")
    size = {"width": 360, "height": 700}
    page = opened(written.page, viewport=size, java_script_enabled=False, color_scheme="dark")
    assert page.locator("#class tbody tr").count() == 40
    assert not page.locator(".filter").is_visible()
    assert not page.locator("button.only").first.is_visible()
    page = opened(written.page, viewport=size, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".filter").is_visible()
    assert page.locator("#class tbody tr").last.is_visible()


def test_every_colour_of_text_has_contrast(opened: Callable[..., Any], tmp_path: Path) -> None:
    """At least 4.5 to 1 in both schemes, on paper, on raised ground and on marks (WCAG 2.2, 1.4.3)."""
    (tmp_path / "page.html").write_bytes(
        class_page(figures(map(Standing, graded_class()), "Tiny"), lambda student: student)
    )
    names = ["paper", "raised", "mark", "ink", "quiet", "good", "bad", "unsure", "accent"]
    for scheme in ("light", "dark"):
        page = opened(tmp_path / "page.html", color_scheme=scheme)
        read = (
            "names => names.map(n => getComputedStyle(document.documentElement).getPropertyValue('--' + n))"
        )
        colours = dict(zip(names, map(luminance, page.evaluate(read, names)), strict=True))
        for ground in names[:3]:
            for ink in names[3:]:
                low, high = sorted((colours[ground], colours[ink]))
                assert (high + 0.05) / (low + 0.05) >= 4.5, f"{ink} on {ground}, {scheme}"


def luminance(colour: str) -> float:
    """Of `#rgb` or `#rrggbb`, as WCAG defines it."""
    digits = colour.strip().lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_class_of_two_thousand_is_light(tmp_path: Path) -> None:
    """Under a kB for each student, however many are in one group."""
    draw = random.Random(0)
    records = []
    for place in range(2000):
        bad = failed("Easy", f"double: {draw.randrange(9)} of 9 values are off", hint=draw.choice(["", HINT]))
        records.append(record(f"s{place:04}", task("double", bad, RIGHT), task("fit", RIGHT)))
    size = len(
        class_page(figures(map(Standing, records), "Tiny"), lambda student: f"students/{student}.html")
    )
    assert size < 2_000_000


def test_what_counts_is_shown_as_in_the_terminal(tmp_path: Path) -> None:
    def stands(one: Record) -> Standing:
        return Standing(one, penalty=2.0 if one.student == "late" else 0.0, excused=one.student == "ill")

    store = stored(tmp_path, [record(student, task("double", RIGHT)) for student in ("ada", "ill", "late")])
    page = write_pages(store, "Tiny", stands).page
    cells = re.findall(
        r'<td class="num"[^>]*>([^<]*)</td>', page.read_text("utf-8").partition('id="class"')[2]
    )
    assert cells == ["10", "10", "10, excused", "", "10 - 2", "8"]
    with page.with_name("students.csv").open(newline="") as file:
        late = list(csv.DictReader(file))[2]
    assert (late["score"], late["penalty"], late["total"]) == ("10.0", "2.0", "8.0")
    plain = write_pages(store, "Tiny").page.read_text("utf-8")
    assert ">counts<" not in plain, "where it is the score, it is not said twice"


# ---- the term


def test_the_term_has_every_assignment_and_every_student(opened: Callable[..., Any], tmp_path: Path) -> None:
    first, second = Store(tmp_path, "first"), Store(tmp_path, "second")
    for student in ("ada", EVIL, "zoé#"):
        first.write(record(student, task("double", RIGHT)))
    second.write(record("ada", task("double", failed("x"))))
    second.write(record("bob", task("double", Check("x", "not_judged", 0.0))))
    classes = [Class(first, EVIL), Class(second, "Second")]
    for one in classes:
        write_pages(*one)
    page = opened(write_term(tmp_path, classes))
    rows = [row.split("\t") for row in page.locator("#class tbody tr").all_inner_texts()]
    assert sorted(rows) == [
        [EVIL, "10", "", "10"],
        ["ada", "10", "0", "10"],
        ["bob", "", "not graded", "0"],
        ["zoé#", "10", "", "10"],
    ]
    page.locator("#class thead button", has_text="second").click()
    assert page.locator("#class tbody th").all_inner_texts()[0] == "ada", "what is no number comes last"
    page.locator("#status").select_option("look")
    assert page.inner_text("#count") == "3 of 4 students"
    assert page.said == []
    links = page.eval_on_selector_all("main a", "found => found.map(link => link.href)")
    assert len(links) == 8
    assert all(Path(unquote(urlsplit(link).path)).is_file() for link in links)
    assert (tmp_path / "term.csv").read_text().splitlines()[0] == "student,first,second,total"


def test_each_of_a_group_has_its_points_in_the_term_and_the_group_is_nobody(tmp_path: Path) -> None:
    alone, together = Store(tmp_path, "alone"), Store(tmp_path, "together")
    alone.write(record("ada", task("double", RIGHT)))
    people = HandedIn("gradescope", [Named("A", email="ada@x.org"), Named("B", email="bob@x.org")])
    together.write(record("ada+bob", task("double", RIGHT), handed_in=people))

    def less_for_lateness(one: Record) -> Standing:
        return Standing(one, penalty=1.0)

    page = write_term(tmp_path, [Class(alone, "Alone"), Class(together, "Together", less_for_lateness)])
    assert (tmp_path / "term.csv").read_text().splitlines() == [
        "student,alone,together,total",
        "ada,10.0,9.0,19.0",
        "bob,,9.0,9.0",
    ]
    said = page.read_text("utf-8")
    assert said.count("together/pages/students/ada%2Bbob.html") == 2, (
        "both are led to the page of their hand-in"
    )
    assert "less late penalties" in said, "the points that are shown are those that count"


# ---- the command


def test_the_command_writes_them_and_says_where(command: Command, tiny: Path) -> None:
    said = command("pages", "tiny")
    assert (said.code, said.err) == (
        2,
        f"autograder: there are no records in {tiny}/results/tiny: grade first, or say where the records are with -o\n",
    )
    store = stored(tiny, graded_class(3))
    store.path("eve").write_text("{")
    said = command("pages", "tiny")
    assert said.code == 0
    assert f"for you: {tiny}/results/tiny/pages/index.html" in said.out
    assert "3 pages" in said.out
    assert "eve.json cannot be read" in said.err
    assert not (tiny / "results/term.html").exists()
    assert f"the term: {tiny}/results/term.html" in command("pages").out
