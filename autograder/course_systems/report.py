"""A verdict as its student reads it: points, what each check found, hints. Never what the TA alone may see."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import msgspec

from ..record import Check, Counterexample, Record, TaskResult

SIGNS = {"passed": "✓", "failed": "✗", "not_judged": "?"}
COLOURS = {"passed": "text-success", "failed": "text-danger", "not_judged": "text-warning"}
NOT_JUDGED = "could not be judged, which is no fault of this work; it will be graded again"


def headline(task: TaskResult) -> str:
    kind = "points of extra credit" if task.extra else "points"
    if task.score is None:
        return f"{task.name}: {NOT_JUDGED}"
    return f"{task.name}: {task.score:.4g} of {task.points:g} {kind}"


def plain(task: TaskResult, rejected: bool = False) -> str:
    """The report as text."""
    lines = [headline(task)]
    if rejected:
        lines.append("the submission was rejected: see above")
    for check in said_once(task):
        lines.append(f"{SIGNS[check.state]} {check.title}{_partly(check)}")
        said = (_message(check), check.hint, check.diagnosis, practised(check.example))
        lines += [f"    {text}" for text in said if text]
    return "\n".join(lines)


def html(task: TaskResult, rejected: bool = False) -> str:
    """The report as HTML, of the few elements that nbconvert lets through, with Bootstrap's colours."""
    checks = []
    for check in said_once(task):
        said = [
            f'<b class="{COLOURS[check.state]}">{SIGNS[check.state]}</b> {escape(check.title)}{_partly(check)}'
        ]
        if message := _message(check):
            said.append(f'<div class="text-muted">{escape(message)}</div>')
        if check.hint:
            said.append(f'<div class="text-info"><b>Hint:</b> {escape(check.hint)}</div>')
        for text in filter(None, (check.diagnosis, practised(check.example))):
            said.append(f'<div class="text-info">{escape(text)}</div>')
        checks.append(f"<li>{''.join(said)}</li>")
    rejection = "<div>The submission was rejected: see above.</div>" if rejected else ""
    listed = f'<ul class="list-unstyled">{"".join(checks)}</ul>' if checks else ""
    # the class: MathJax, where a page has it, passes over what quotes a student
    return f'<div class="tex2jax_ignore"><div><b>{escape(headline(task))}</b></div>{rejection}{listed}</div>'


def preface(record: Record) -> str:
    """What stands above the whole notebook, in Markdown; nothing if there is nothing to say."""
    if record.status == "rejected":
        return f"**This submission was rejected:** {_as_markdown(record.reason or '')}"
    if record.status == "not_graded":
        unjudged = ", ".join(task.name for task in record.tasks if task.score is None)
        return f"**Not graded yet:** {_as_markdown(unjudged)} {NOT_JUDGED}."
    return ""


def said_once(task: TaskResult) -> Iterator[Check]:
    """A task's checks, each hint and diagnosis at the first of those that it explains."""
    seen = {""}
    for check in task.checks:
        hint, diagnosis = ("" if text in seen else text for text in (check.hint, check.diagnosis))
        yield msgspec.structs.replace(check, hint=hint, diagnosis=diagnosis)
        seen.update((check.hint, check.diagnosis))


def practised(example: Counterexample | None) -> str:
    """A wrong value on practice data, in a sentence."""
    if example is None:
        return ""
    call = f"{example.function}({', '.join(example.arguments)})"
    where = f", at {example.where}," if example.where else ""
    return f"On practice data {call}{where} gives {example.got}; right is {example.expected}"


def _message(check: Check) -> str:
    """What a check found. The cause of one that could not be judged may hold hidden text, and is the TA's."""
    return "this check could not be judged" if check.state == "not_judged" else check.message


def _partly(check: Check) -> str:
    return f" ({check.credit:.0%} of its points)" if 0 < check.credit < 1 else ""


def _as_markdown(text: str) -> str:
    """Text that may quote a student's, with no character of it taken for Markdown but the code's marks."""
    return "".join(f"\\{c}" if c in "\\*_{}[]<>()#+-!|~$" else c for c in " ".join(text.split()))
