"""A task's verdict as its student reads it in nbgrader: points, what each check found, hints. Never what the TA alone
may see. The words are those of a student's page, `pages.told`."""

from __future__ import annotations

from html import escape

from nbformat import NotebookNode

from ..pages.told import (
    NOT_JUDGED,
    SIGNS,
    Finding,
    example_lines,
    findings,
    headline,
    holding,
    standing,
    titles,
)
from ..record import Record, State, TaskResult
from .cells import display, error, result

COLOURS: dict[State, str] = {"passed": "text-success", "failed": "text-danger", "not_judged": "text-warning"}


def outputs(task: TaskResult, rejected: bool = False) -> list[NotebookNode]:
    """The outputs of a task's cell: the report, the pictures of its examples, and the score as nbgrader reads it."""
    said = [display({"text/html": html(task, rejected), "text/plain": plain(task, rejected)})]
    for finding in findings(task):
        if finding.example is not None and (picture := finding.example.picture) is not None:
            from .drawn import image  # matplotlib: most commands draw nothing

            said.append(display({"image/png": image(finding.example, picture)}))
    if task.score is None:  # for nbgrader an error is no points, and anything else would be full marks
        return [*said, error("not judged", NOT_JUDGED)]
    score = 0.0 if task.extra else float(task.score)
    return [*said, result(repr(score))]


def plain(task: TaskResult, rejected: bool = False) -> str:
    """The report as text."""
    lines = [headline(task)]
    if rejected:
        lines.append("the submission was rejected: see above")
    for finding in findings(task):
        lines += [f"{SIGNS[finding.state]} {title}" for title in titles(finding.checks)]
        lines += [f"    {text}" for text in (finding.message, finding.hint, finding.diagnosis) if text]
        if finding.example is not None:
            for label, text in example_lines(finding.example):
                lines += [f"    {label}:", *(f"        {line}" for line in text.splitlines())]
    lines += [f"{SIGNS['passed']} {title}" for title in titles(holding(task))]
    return "\n".join(lines)


def html(task: TaskResult, rejected: bool = False) -> str:
    """The report as HTML, of the few elements that nbconvert lets through, with Bootstrap's colours."""
    items = [f"<li>{_listed(f.state, titles(f.checks))}{_said(f)}</li>" for f in findings(task)]
    if held := holding(task):
        items.append(f"<li>{_listed('passed', titles(held))}</li>")
    rejection = "<div>The submission was rejected: see above.</div>" if rejected else ""
    listed = f'<ul class="list-unstyled">{"".join(items)}</ul>' if items else ""
    # the class: MathJax, where a page has it, passes over what quotes a student
    return f'<div class="tex2jax_ignore"><div><b>{escape(headline(task))}</b></div>{rejection}{listed}</div>'


def preface(record: Record) -> str:
    """What stands above the whole notebook, in Markdown; nothing if there is nothing to say."""
    head, colon, rest = standing(record).partition(":")
    return f"**{head}:** {_as_markdown(rest)}" if colon else ""


def _listed(state: State, names: list[str]) -> str:
    sign = f'<b class="{COLOURS[state]}">{SIGNS[state]}</b>'
    return "".join(f"<div>{sign} {escape(name)}</div>" for name in names)


def _said(finding: Finding) -> str:
    said = []
    if finding.message:
        said.append(f'<div class="text-muted">{escape(finding.message)}</div>')
    for label, text in (("Hint", finding.hint), ("Diagnosis", finding.diagnosis)):
        if text:
            said.append(f'<div class="text-info"><b>{label}:</b> {escape(text)}</div>')
    if finding.example is not None:
        said.append("<div>An example, on practice data:</div>")
        for label, text in example_lines(finding.example):
            said.append(f"<div>{escape(label)}:</div><pre>{escape(text)}</pre>")
    return "".join(said)


def _as_markdown(text: str) -> str:
    """Text that may quote a student's, with no character of it taken for Markdown but the code's marks."""
    return "".join(f"\\{c}" if c in "\\*_{}[]<>()#+-!|~$" else c for c in " ".join(text.split()))
