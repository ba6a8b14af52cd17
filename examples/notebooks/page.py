"""All pictures of some notebooks on one page, with what each notebook costs and holds. It loads nothing."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import jinja2

from .run import Ran

TEMPLATE = Path(__file__).with_name("page.html")


def write_page(ran: Sequence[Ran], file: Path) -> None:
    """Writes the page of these notebooks."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode("ascii")
    page = environment.from_string(TEMPLATE.read_text("utf-8")).render(ran=ran)
    file.write_text(page, "utf-8")
