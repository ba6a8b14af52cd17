"""The lab in a real browser: its chapters show what the functions said, from the keyboard, on any screen, offline.

Needs the playwright package and a Chromium on the path; without them these tests are skipped, and say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SMALL, LARGE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def lab(reference, trained) -> Any:
    return reference.lab_data(trained.W, trained.counts)


@pytest.fixture(scope="module")
def file(given, lab, tmp_path_factory) -> Path:
    return given.write_lab(lab, tmp_path_factory.mktemp("lab") / "lab.html")


@pytest.fixture
def opened(browser) -> Iterator[Any]:
    """`opened(file, viewport)`: the page, offline; whatever it asks for or complains of fails the test."""
    contexts, asked, said = [], [], []

    def open_page(path: Path, viewport: dict[str, int] = LARGE, scheme: str = "light") -> Any:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []


def words(page: Any, place: str) -> list[str]:
    shown = page.locator(f"#{place} li").all_text_contents()
    return ["" if word == "(empty)" else word for word in shown]


def test_it_reads_a_mind(opened, file, lab, reference):
    """A letter's row: bars for the belief, ticks for the data, and both in words."""
    page = opened(file)
    page.get_by_role("group", name="After which symbol?").get_by_role("radio", name="s", exact=True).check()
    assert page.locator("#mind-heading").text_content() == "After “s”"
    row = reference.SYMBOLS.index("s")
    belief, data = lab.models[""].probabilities[row].tolist(), lab.data[row].tolist()
    bars = page.locator("#bars b").evaluate_all("bars => bars.map(bar => parseFloat(bar.style.height))")
    assert bars == pytest.approx([200 * p for p in belief], abs=0.01)  # the scale ends at 50 %
    ticks = page.locator("#bars u").evaluate_all("ticks => ticks.map(tick => parseFloat(tick.style.bottom))")
    assert ticks == pytest.approx([200 * share for share in data], abs=0.01)
    first = page.locator("#mind-table tr").first.locator("td").all_text_contents()
    assert first == [". (the end)", "44 %", "44 %"]
    assert "the boundary 44 %" in (page.locator("#chart").get_attribute("aria-label") or "")


def test_it_deletes_a_symbol(opened, file, lab, reference):
    """The stripe stands on the column, which is empty; length and words are those of the lesioned model."""
    page = opened(file)
    lesions = page.get_by_role("group", name="Delete which symbol?")
    assert not page.locator("#stripe").is_visible()
    for symbol, length in (("s", "9.05"), (".", "∞")):
        name = "the boundary" if symbol == "." else symbol
        lesions.get_by_role("radio", name=name, exact=True).check()
        assert page.locator("#stripe").is_visible()
        column = reference.SYMBOLS.index(symbol)
        x = page.locator(".cell").nth(column).get_attribute("x")
        assert page.locator("#stripe rect").first.get_attribute("x") == x
        shades = page.locator(".cell").evaluate_all(
            "cells => cells.map(c => +c.getAttribute('fill-opacity'))"
        )
        view = lab.models[symbol]
        assert all(shade == 0 for shade in shades[column::27])
        assert shades == pytest.approx(view.probabilities.sqrt().flatten().tolist(), abs=0.001)
        assert page.locator("#length-now").text_content() == length
        assert page.locator("#length-whole").text_content() == "7.76"
        assert words(page, "words-now") == view.samples[2][:10]
    assert page.locator("#words-now .cut").count() == 10
    lesions.get_by_role("radio", name="Nothing: the whole model").check()
    assert not page.locator("#stripe").is_visible()


def test_it_extracts_the_program(opened, file, lab):
    """The rulebook, the greedy path that halts or goes round, and words at each temperature."""
    page = opened(file)
    program = page.get_by_label("Program of")
    for symbol, verdict in (
        ("", "It writes “s” and stops."),
        (".", "It never stops: it repeats “ste” for ever."),
    ):
        program.select_option(symbol)
        rules = page.locator("#rules li").all_text_contents()
        expected = [f"{rule.after} → {rule.then}" for rule in lab.models[symbol].rules]
        assert [re.match(r". → .", rule)[0] for rule in rules] == expected
        assert page.locator("#verdict").text_content() == verdict
    assert page.locator("#path li").all_text_contents() == [".", "s", "t", "e", "↺ s"]
    assert (
        page.get_by_role("group", name="Delete which symbol?").get_by_role("radio", checked=True).count() == 1
    )
    temperature = page.get_by_role("slider", name="Temperature")
    for place, value in enumerate((0.25, 0.5, 1, 1.5, 2)):
        temperature.fill(str(place))
        assert temperature.get_attribute("aria-valuetext") == str(value)
        assert words(page, "words-temperature") == lab.models["."].samples[place]


def test_it_works_from_the_keyboard(opened, file, lab):
    """Every control is reached with Tab, and moved with the arrow keys."""
    page = opened(file)
    reached = []
    for _ in range(11):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        if reached[-1] == "mind":
            page.keyboard.press("ArrowRight")
            assert page.locator("#mind-heading").text_content() == "After “r”"
        if reached[-1] == "lesion":
            page.keyboard.press("ArrowDown")
            assert page.locator("#length-now").text_content() == "∞"
        if reached[-1] == "matrix":
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowLeft")
            assert (page.locator("#reading").text_content() or "").startswith("After r, t: ")
        if reached[-1] == "draw":
            page.keyboard.press("Enter")
            assert page.locator("#walk li").count() == 2
        if reached[-1] == "gauge":
            page.keyboard.press("ArrowRight")
            assert page.locator("#gauge-value").text_content() == "+0.25"
        if reached[-1] == "temperature":
            page.keyboard.press("ArrowLeft")
            assert words(page, "words-temperature") == lab.models["."].samples[1]
    wanted = ["draw", "mind", "lesion", "matrix", "gauge", "model", "temperature"]
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted


def test_a_word_is_drawn_symbol_by_symbol(opened, file, lab, reference):
    """Each step is one that the model gives a probability, and the word ends where the boundary is drawn."""
    page = opened(file)
    draw, path = page.get_by_role("button", name="Draw the next symbol"), page.locator("#walk li")
    for _ in range(3):
        page.get_by_role("button", name="Begin a new word").click()
        assert path.all_text_contents() == ["."]
        for _ in range(200):
            if draw.is_disabled():
                break
            draw.click()
        word = path.all_text_contents()
        assert word[0] == word[-1] == "."
        assert "." not in word[1:-1]
        places = [reference.SYMBOLS.index(symbol) for symbol in word]
        P = lab.models[""].probabilities
        assert all(P[i, j] > 0 for i, j in zip(places, places[1:], strict=False))
        assert f"“{''.join(word[1:-1])}”" in (page.locator("#step").text_content() or "")


def test_zero_is_not_nothing(opened, file, lab, reference):
    """What the slider shows is the expected length that the assignment's own functions find for those logits."""
    page = opened(file)
    slider = page.get_by_role("slider", name="Constant added first")
    lesions = page.get_by_role("group", name="Delete which symbol?")
    seen = []
    for symbol, name in ((".", "the boundary"), ("s", "s")):
        lesions.get_by_role("radio", name=name, exact=True).check()
        column = reference.SYMBOLS.index(symbol)
        for constant in (-4, 0, 2.5, 8):
            slider.fill(str(constant))
            logits = lab.models[""].probabilities.log() + constant
            assert reference.expected_length(logits) == pytest.approx(lab.models[""].expected_length)
            logits[:, column] = 0.0
            shown = float(page.locator("#gauge-zero").text_content() or "")
            assert shown == pytest.approx(reference.expected_length(logits), rel=0.005, abs=0.006)
            seen.append(shown)
        deleted = lab.models[symbol].expected_length
        said = page.locator("#gauge-deleted").text_content()
        assert said == ("∞" if symbol == "." else f"{deleted:.2f}")
    assert max(seen[:4]) > 1000 * min(seen[:4])
    assert page.locator("#gauge-whole").text_content() == "7.76"
    circle, line = page.locator("#here"), page.locator("#curve polyline").get_attribute("points").split()
    assert f"{float(circle.get_attribute('cx')):.1f},{float(circle.get_attribute('cy')):.1f}" == line[-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["360 px", "1280 px"])
def test_it_fits_the_screen_light_and_dark(opened, file, viewport, scheme):
    """Nothing is wider than the screen, whatever is chosen, and the text stands out from its ground."""
    page = opened(file, viewport, scheme)
    for symbol in ("", ".", "q"):
        page.get_by_label("Program of").select_option(symbol)
        page.get_by_role("slider", name="Temperature").fill("4")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    keys = page.locator(".keys label").first.bounding_box()
    assert keys["width"] >= 24  # the least that WCAG 2.2 asks of a target
    assert keys["height"] >= 24
    ink, ground = (
        page.evaluate(f"getComputedStyle(document.querySelector('section')).{name}")
        for name in ("color", "backgroundColor")
    )
    assert contrast(ink, ground) > 7
    assert (luminance(ground) < 0.2) == (scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_small_or_coloured_can_be_read(opened, file, scheme):
    page = opened(file, SMALL, scheme)
    page.get_by_label("Program of").select_option("s")
    ground = page.evaluate("getComputedStyle(document.querySelector('section')).backgroundColor")
    for selector in ("#gap", "#length-now", ".legend li", ".rules .share", "#gauge-zero", ".terms .soft"):
        ink = page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).color")
        assert contrast(ink, ground) >= 4.5, selector


def test_every_control_has_a_name(opened, file):
    page = opened(file)
    roles = (("radio", 55), ("combobox", 1), ("slider", 2), ("button", 2), ("application", 1), ("img", 2))
    for role, number in roles:
        controls = page.get_by_role(role)
        assert controls.count() == number
        assert page.get_by_role(role, name=re.compile(r"\S")).count() == number


def test_no_word_breaks_out_of_the_data(opened, given, lab, tmp_path):
    """Whatever a model writes, it is text: nothing of it is run or becomes part of the page."""
    hostile = "</script><script>window.hacked = 1</script><img src=x onerror=hacked=1><!--<script>&\u2028"
    view = lab.models[""]._replace(samples=[[hostile] * 16] * 5)
    path = given.write_lab(lab._replace(models={**lab.models, "": view}), tmp_path / "lab.html")
    data = re.search(r'id="lab-data">(.*?)</script>', path.read_text("utf-8"), re.S)
    assert data is not None
    assert not set(data[1]) & set("<>&\u2028")
    assert json.loads(data[1])["models"][""]["samples"][0][0] == hostile
    page = opened(path)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#words-whole li").first.text_content() == hostile
    assert page.locator("img").count() == 0


def test_another_alphabet_and_plain_forms(opened, given, reference, tmp_path):
    """Dicts and tuples in place of our records, five symbols, an infinite gap, an empty word."""
    W = reference.torch.eye(5) * 2
    counts = reference.torch.ones(5, 5, dtype=reference.torch.int64)
    lab = reference.lab_data(reference.lesion(W, "e", ".etao"), counts, ".etao")
    models = {
        name: {**view._asdict(), "rules": [tuple(r) for r in view.rules]} for name, view in lab.models.items()
    }
    path = given.write_lab({**lab._asdict(), "models": models, "mine": 1}, tmp_path / "small.html")
    page = opened(path, SMALL)
    assert page.locator("#size").text_content() == "5 × 5"
    assert page.locator(".cell").count() == 25
    assert "infinite" in (page.locator("#gap").text_content() or "")
    assert "(empty)" in page.locator("#words-whole li").all_text_contents()


def test_nan_is_refused(given, lab, tmp_path):
    with pytest.raises(ValueError):
        given.write_lab(lab._replace(gaps=lab.gaps * float("nan")), tmp_path / "lab.html")
    with pytest.raises(TypeError, match="View has the fields probabilities"):
        given.write_lab(lab._replace(models={"": {"rules": []}}), tmp_path / "lab.html")


def test_the_empty_template_says_what_it_is(opened, root):
    page = opened(root / "assignments/bigram_lesions/student/lab_template.html")
    assert "write_lab" in (page.locator("#problem").text_content() or "")


def luminance(colour: str) -> float:
    """Relative luminance of an `rgb(…)`, as WCAG defines it."""
    values = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
