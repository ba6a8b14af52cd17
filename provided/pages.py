"""Pages to move about in: attention under the pointer, bars under a slider. One file each, and no network.

Ships to students beside `given.py`, which imports from here.
"""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from figure_parts import as_array
from numpy.typing import ArrayLike
from torch import Tensor


class Page:
    """A page of HTML that needs nothing else; in a notebook it stands under its cell.

    It is `tall` pixels high on a phone, up to 500 wide; the wider it may be, the lower it gets, down to `low`.
    """

    def __init__(self, text: str, tall: int, low: int) -> None:
        self.text, self.tall, self.low = text, tall, low

    def _repr_html_(self) -> str:
        # in a frame of its own: its style and its names do not meet those of the notebook
        style = f"width:100%;border:0;height:{self.tall}px;"
        style += f"height:clamp({self.low}px,{self.tall + 500}px - 100cqw,{self.tall}px)"
        frame = f'<iframe sandbox="allow-scripts" style="{style}" srcdoc="{html.escape(self.text)}"></iframe>'
        return f'<div style="container-type:inline-size">{frame}</div>'

    def show(self, file: str | Path) -> None:
        """Shows the page in a notebook; a script writes it into a file instead, and says where."""
        if "ipykernel" in sys.modules:
            from IPython.display import display

            show: Any = display
            show(self)
            return
        path = Path(file)
        path.write_text(self.text, "utf-8")
        print("open in a browser:", path.resolve().as_uri())


def attention_page(
    patterns: Mapping[str, ArrayLike | Tensor], tokens: Sequence[str], title: str, start: int = -1
) -> Page:
    """Where each head looks, under the pointer: patterns [T, T] by the head's name, each row from one position.

    `tokens` [T] are the words or letters of the sequence; `start` is the one that is pointed at to begin with. Raises ValueError where a pattern is not [T, T].
    """
    heads = {}
    for name, pattern in patterns.items():
        values = as_array(pattern)
        if values.shape != (len(tokens), len(tokens)):
            raise ValueError(f"{name} is {list(values.shape)}; for {len(tokens)} tokens it must be square")
        heads[name] = [[round(float(value), 3) for value in row] for row in values]
    data = {"title": title, "tokens": list(tokens), "heads": heads, "start": range(len(tokens))[start]}
    few, many = (
        -(-len(tokens) // 13),
        -(-len(tokens) // 28),
    )  # lines of tokens: on a phone, and where there is room
    tall, low = 110 + len(heads) * (90 + 33 * few), 70 + len(heads) * (65 + 33 * many)
    return Page(_filled("attention_page.html", data), tall, low)


def slider_page(
    title: str,
    slider: str,
    steps: Sequence[str],
    names: Sequence[str],
    series: Mapping[str, ArrayLike | Tensor],
    notes: Sequence[str] | None = None,
    start: int = 0,
) -> Page:
    """Bars that change with a slider: series [len(steps), len(names)] by name, three of them at most.

    `slider` says what is moved, `steps` the value at each of its places, `notes` a sentence for each; it starts at
    place `start`. Bars begin at 0, and all places have the same scale. Raises ValueError where the sizes do not fit.
    """
    bars = {}
    for name, values in series.items():
        array = as_array(values)
        if array.shape != (len(steps), len(names)):
            raise ValueError(f"{name} is {list(array.shape)}; it must be [{len(steps)}, {len(names)}]")
        bars[name] = [[float(f"{value:.4g}") for value in row] for row in array]
    if not 1 <= len(bars) <= 3 or not 0 <= start < len(steps) or len(notes or steps) != len(steps):
        raise ValueError(
            "there are one to three series, a note for each step, and the start is one of the steps"
        )
    data = {
        "title": title,
        "slider": slider,
        "steps": list(steps),
        "names": list(names),
        "series": bars,
        "notes": list(notes or [""] * len(steps)),
        "start": start,
    }
    low = 130 + len(names) * (8 + 15 * len(bars))
    return Page(_filled("slider_page.html", data), low + 70, low)


def _filled(template: str, data: Any) -> str:
    """A template of this folder with its data. Raises ValueError where a number is NaN or infinite."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":  # inside a script element only `<` could end it; the escapes mean the same to JSON
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    page = Path(__file__).with_name(template).read_text("utf-8")
    return page.replace('id="data">null<', f'id="data">{text}<')
