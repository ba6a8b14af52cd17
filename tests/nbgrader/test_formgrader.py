"""A TA's hour: formgrader in a browser, from autograde to feedback. Left to `make gate`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Classroom

pytestmark = pytest.mark.long("formgrader in a browser")
TOKEN = "a-ta"


@pytest.fixture
def address(classroom: Classroom, root: Path) -> Iterator[str]:
    """A Jupyter server whose root is the nbgrader course, with one submission in it."""
    classroom.hand_in("ada", {"tiny.ipynb": json.dumps(classroom.notebook())})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}"),
        *(f"--ServerApp.root_dir={classroom.folder}", f"--IdentityProvider.token={TOKEN}"),
    ]
    with (classroom.folder.parent / "server.log").open("w") as log:
        environment = {**os.environ, "PYTHONPATH": str(root)}
        server = subprocess.Popen(command, cwd=classroom.folder, stdout=log, stderr=log, env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    from playwright.sync_api import Error

    page = browser.new_page()
    page.set_default_timeout(90_000)
    while True:  # until the server listens; pytest's own limit ends it if it never does
        try:
            page.goto(f"{address}/lab?token={TOKEN}", wait_until="commit")
            break
        except Error:
            page.wait_for_timeout(500)
    yield page
    page.close()


def test_a_ta_autogrades_reads_scores_and_sends_feedback(
    page: Any, address: str, classroom: Classroom
) -> None:
    page.goto(f"{address}/formgrader/manage_submissions/tiny")
    page.locator("td.autograde a").click()
    page.get_by_text("Successfully autograded").wait_for()
    assert classroom.code_score("ada") == 100

    page.goto(f"{address}/formgrader/manage_submissions/tiny")
    page.locator("td.score", has_text="100 / 101").wait_for()
    page.goto(f"{address}/formgrader/gradebook/tiny/tiny")
    link = page.locator("a", has_text="Submission #1")
    page.goto(f"{address}{link.get_attribute('href')}")
    page.wait_for_function(
        "formgrader.grades && formgrader.comments && formgrader.grades.loaded && formgrader.comments.loaded"
    )
    text = page.inner_text("body")
    for shown in ("double: 60 of 60 points", "The extremes of a tensor are found", "One point for the word"):
        assert shown in text, shown
    page.locator("#why").fill("1")
    page.locator("#why-comment").fill("well put")
    page.locator("#why-comment").press("Tab")
    until(page, lambda: classroom.scores("ada")["why"] == (None, 1, None, 0))
    until(page, lambda: ("well put",) in classroom.rows("select manual_comment from comment"))

    page.goto(f"{address}/formgrader/manage_submissions/tiny")
    page.locator("td.generate-feedback a").click()
    page.get_by_text("Successfully generated").wait_for()
    page.goto(f"file://{classroom.folder}/feedback/ada/tiny/tiny.html", wait_until="domcontentloaded")
    feedback = page.inner_text("body")
    assert "well put" in feedback
    assert "Score: 101.0 / 101.0" in feedback
    assert "One point for the word" not in feedback


def until(page: Any, condition: Callable[[], bool]) -> None:
    """Waits for what the page sends to arrive."""
    for _ in range(300):
        if condition():
            return
        page.wait_for_timeout(200)
    assert condition()
