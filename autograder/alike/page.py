"""Pairs side by side, in one file for a browser: no script, no network, and nothing of a student's text is markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..submission.source import printable
from .pairs import Document, Pair

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Alike: {title}</title><style>
body {{ font: 15px/1.5 sans-serif; margin: 2em; }} table {{ border-collapse: collapse; }}
td, th {{ padding: .2em .8em; text-align: left; }} .pair {{ display: flex; gap: 1em; }}
pre {{ flex: 1; overflow-x: auto; background: #f6f8fa; padding: .6em; font-size: 13px; line-height: 1.4; min-width: 0; }}
mark {{ background: #ffe28a; display: inline-block; min-width: 100%; }} i {{ color: #57606a; }}
</style></head><body><h1>Alike: {title}</h1>
<p>These share passages that neither the course gave out nor many have. That is a reason to read both, and nothing more:
of a small task there are not many right answers.</p>
<table><tr><th></th><th>one</th><th>other</th><th>passages</th><th>of the smaller</th><th>names in common</th></tr>
{rows}
</table>
{pairs}
</body></html>
"""


def page(title: str, pairs: Sequence[Pair]) -> str:
    """The page of these pairs."""
    rows = [
        f'<tr><td><a href="#p{n}">{n}</a></td><td>{_text(pair.one.name)}</td><td>{_text(pair.other.name)}</td>'
        f"<td>{pair.passages}</td><td>{pair.share:.0%}</td><td>{pair.names:.0%}</td></tr>"
        for n, pair in enumerate(pairs, 1)
    ]
    both = [
        f'<h2 id="p{n}">{n}. {_text(pair.one.name)} and {_text(pair.other.name)}</h2>\n'
        f'<div class="pair"><pre>{_marked(pair.one, pair.places[0])}</pre>'
        f"<pre>{_marked(pair.other, pair.places[1])}</pre></div>"
        for n, pair in enumerate(pairs, 1)
    ]
    return _PAGE.format(title=_text(title), rows="\n".join(rows), pairs="\n".join(both))


def _marked(document: Document, places: Sequence[tuple[str, int, int]]) -> str:
    """What travels of a document, with the lines of these places marked."""
    marked = {(where, line) for where, first, last in places for line in range(first, last + 1)}
    lines: list[str] = []
    before = None
    for chunk in document.chunks:
        if chunk.where != before:
            lines.append(f"<i>{_text(chunk.where)}</i>")
            before = chunk.where
        for line, text in enumerate(chunk.source.split("\n"), chunk.line):
            shown = _text(text.expandtabs())
            lines.append(f"<mark>{shown}</mark>" if (chunk.where, line) in marked else shown)
    return "\n".join(lines)


def _text(text: str) -> str:
    return escape(printable(text))
