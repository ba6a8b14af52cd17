"""Formulas of a submission as MathML, which browsers draw by themselves: no script reads what a student wrote, and pages
look the same without a network."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

LONGEST = 2_000  # characters of a formula; 12 ms each thousand
PAGE = 100_000  # characters of all formulas of a page that are converted
_PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "mover": 2,
    "munder": 2,
    "msubsup": 3,
    "munderover": 3,
}
_TAGS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom", "menclose", "msqrt",
    "mtable", "mtr", "mtd", *_PARTS,
}  # fmt: skip
_ATTRIBUTES = {
    "display", "displaystyle", "scriptlevel", "mathvariant", "mathcolor", "stretchy", "fence", "form", "separator",
    "accent", "symmetric", "largeop", "movablelimits", "minsize", "maxsize", "lspace", "rspace", "width", "height",
    "depth", "linethickness", "linebreak", "notation", "columnalign", "columnspacing", "columnlines", "rowspacing",
    "rowlines",
}  # fmt: skip
_PLAIN = re.compile(r"[\w#.%+ -]*")
_INNER = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered)\}")  # which the converter does not know


class Formulas:
    """The formulas of a page, converted as long as they are not too many."""

    def __init__(self) -> None:
        self._left = PAGE

    def mathml(self, tex: str, display: str = "inline") -> str | None:
        """As the function does; None too once the page's formulas have been long enough."""
        self._left -= len(tex)
        return mathml(tex, display) if self._left >= 0 else None


def mathml(tex: str, display: str = "inline") -> str | None:
    """A formula as MathML, of tags and attributes that only draw; None where it cannot be converted, or is too long.

    The converter passes links, styles and whole tags of HTML on, so the tree is made anew.
    """
    if len(tex) > LONGEST:
        return None
    try:
        root = _drawing(convert_to_element(_INNER.sub(r"\\\1{align*}", tex), display=display))
    except Exception:  # braces that do not match, or nested a thousand deep
        return None
    return ElementTree.tostring(root, "unicode")


def _drawing(element: ElementTree.Element) -> ElementTree.Element:
    """The element with what is allowed in it; raises ValueError for another tag, and for a fraction of one part, say."""
    if element.tag not in _TAGS or len(element) != _PARTS.get(element.tag, len(element)):
        raise ValueError(element.tag)
    kept = {n: v for n, v in element.attrib.items() if n in _ATTRIBUTES and _PLAIN.fullmatch(v)}
    made = ElementTree.Element(element.tag, kept)
    made.text = html.unescape(element.text or "")
    made.extend(map(_drawing, element))
    return made
