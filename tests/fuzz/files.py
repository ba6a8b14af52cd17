"""Strategies for what a student may hand in: scripts and notebooks that are right, almost right, or damaged."""

from __future__ import annotations

import copy
import encodings.aliases
import json
from typing import Any

from hypothesis import strategies as st

# ---- Python sources

ODD = [
    b"\0",
    b"\f",
    b"\r",
    b"\r\n",
    b"\v",
    b"\x1a",
    b"\x1b[2J",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3",
    b"\\\n",
]
ODD += [b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xc2\x85", b"'''", b'"""', b"'", b'"', b"#"]
ODD += [
    b"(",
    b")",
    b"[",
    b"{",
    b"}",
    b":",
    b";",
    b"\t",
    b"    ",
    b"\n",
    b"\n\n",
    b"@",
    b"=",
    b"f'{",
    b"0x",
    b"1e",
]
ODD += [b"lambda:", b"yield ", b"await ", b"async ", b"return\n", b"global x\n", b"nonlocal x\n", b"del x\n"]
ODD += [b"# %%\n", b'# %% solution="a"\n', b"%%time\n", b"%x\n", b"!ls\n", b"x = !ls\n", b"x?\n", b"??y\n"]
ODD += [b"get_ipython().system('x')\n", b"from x import *\n", b"from __future__ import annotations\n"]
ODD += [
    b"from __future__ import braces\n",
    b"match x:\n  case y: pass\n",
    b"# coding: latin-1\n",
    b"\\N{DIGIT ONE}",
]

STATEMENTS = [
    "import os, re as r",
    "from __future__ import annotations",
    "x = 1; y = 2",
    "TEXT = '''a\n# %%\n  b'''",
    "def f(n=x):\n    '''Doc.'''\n\n    return TEXT, n",
    "def train(X, *, k: 'int' = 3):\n    global y\n    y = X\n    return [a for a in X if (b := a)]",
    "async def g():\n    async with a as b:\n        await b",
    "for i in range(3):\n    x += i\nelse:\n    z = x",
    "while x: break",
    "@f\nclass A(object, metaclass=type):\n    z = y\n    def m(self): return z",
    "if os:\n    import ast\nelif x:\n    def h(): pass\nelse:\n    print(1)",
    "try:\n    import torch\nexcept ImportError as e:\n    torch = None\nfinally:\n    del e",
    "try:\n    x\nexcept* ValueError:\n    def k(): pass",
    "with open('x') as f, g:\n    def w(): return f",
    "match x:\n    case [1, *rest] | {'a': rest}:\n        y = rest\n    case A(b=c) if c: pass",
    "model = train(x)",
    "w = model.a[0].b",
    "w.append(f(1))",
    "(a, *b), c = x",
    "if __name__ == '__main__':\n    import csv\n    f()",
    "g = lambda *a, **k: (w, 'é', f'{x!r:>{y}}', b'\\0')",
    "x: int",
    "x: int = 3 if y else ...",
    "assert x, '%s' % y",
    "exec('raise SystemExit'); eval('1'); open('/tmp/fuzzed', 'w')",
    "raise SystemExit(3)",
    "print(*x, sep='')",
    "𝔣 = ñ = 1_000j",
    "%matplotlib inline",
    "!pip install x",
    "lines = !ls",
    "x??",
    "%%capture out",
    "%%html\n<p>",
    "get_ipython().run_line_magic('x', '')",
    "if x:\n    %time f()",
    "    indented = 1",
    "# only a comment",
    "return 3",
    "def (:",
    "",
]
COOKIES = [*sorted(set(encodings.aliases.aliases)), "latin-1", "utf-8-unix", "x" * 99, "../../x", "%s", "é"]


def nested(depth: int) -> st.SearchStrategy[str]:
    """A statement that nests, in one of Python's many ways."""
    d = depth
    return st.sampled_from(
        [
            "(" * d + ")" * d,
            "x = " + "[" * d + "]" * d,
            "{0:" * d + "0" + "}" * d,
            "f(" * d + ")" * d,
            "x" + "[0]" * d + " = 1",
            "x" + ".a" * d + "()" * d,
            "not " * d + "x",
            "-" * d + "1",
            "lambda: " * d + "0",
            "x = " * d + "1",
            "1 if x else " * d + "0",
            "1 + " * d + "1",
            "1 ** " * d + "1",
            "x < " * d + "x",
            "await " * d + "x",
            "[" + "0 for x in y " * d + "]",
            "".join(" " * n + "if x:\n" for n in range(min(d, 400))) + " " * min(d, 400) + "pass",
            "".join(" " * n + f"def f{n}():\n" for n in range(min(d, 400))) + " " * min(d, 400) + "pass",
            "".join(" " * n + "class A:\n" for n in range(min(d, 400))) + " " * min(d, 400) + "pass",
            "if x: pass\n" + "elif x: pass\n" * d,
            "f'" + "{x:" * min(d, 300) + "}" * min(d, 300) + "'",
            "x: " + "a[" * d + "]" * d + " = 1",
            "@a\n" * d + "def train(): pass",
            "'a' " * d,
            "9" * d,
            "0x" + "f" * d,
            "1" + "_1" * d,
            "'" + "\\N{DIGIT ONE}" * d + "'",
            "def train(" + ",".join(f"a{n}" for n in range(d)) + "): pass",
            "x = 1;" * d,
            "\\\n" * d + "x",
            "\n" * d + "x = 1",
            "#" * d,
            "match x:\n  case " + "[" * d + "]" * d + ": pass",
        ]
    )


@st.composite
def sources(draw: st.DrawFn) -> str:
    """The text of a script or a cell, right or wrong."""
    statement = st.one_of(
        st.sampled_from(STATEMENTS),
        st.sampled_from(STATEMENTS),
        st.sampled_from([1, 3, 30, 98, 101, 500, 3000]).flatmap(nested),
        st.text(max_size=30),
    )
    return draw(st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\f\n"])).join(
        draw(st.lists(statement, max_size=8))
    )


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with a few pieces overwritten, cut out, doubled, moved or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.sampled_from([0, 0, 1, 2, 8, 100, 1000])))
        piece = draw(st.one_of(st.sampled_from(ODD), st.binary(max_size=4), st.just(bytes(data[at:to]) * 2)))
        data[at:to] = piece
    return bytes(data)


@st.composite
def scripts(draw: st.DrawFn) -> bytes:
    """The bytes of a `.py`: in some encoding, which it declares, or not."""
    text = draw(sources())
    if draw(st.booleans()):
        cookie = draw(
            st.sampled_from(["# coding: {}", "# -*- coding: {} -*-", "#!/bin/sh\n# vim: coding={}"])
        )
        text = cookie.format(draw(st.sampled_from(COOKIES))) + "\n" + text
    if draw(st.booleans()):
        text += "\n\ndef train(X):\n    return X\n"
    encoding = draw(
        st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252"])
    )
    return text.encode(encoding, draw(st.sampled_from(["replace", "xmlcharrefreplace"])))


# ---- notebooks

HUGE = "a huge number stands here"  # JSON's numbers have no end, Python's writer has
DEEP = "a deep list stands here"
ODD_JSON: list[Any] = [None, True, False, 0, -1, 3, 1.5, float("nan"), float("inf"), 10**30, HUGE, DEEP]
ODD_JSON += [
    "",
    "code",
    "markdown",
    "raw",
    "\ud800",
    "a\0b",
    "\x1b[2J",
    "x = 1",
    "\ufeffx = 1",
    "def train(): pass",
]
ODD_JSON += [[], [[]], {}, {"a": 1}, ["x = 1\n", "y = 2"], ["x", 1], [None], [["x"]], {"solution": True}]
KEYS = [
    "cells",
    "cell_type",
    "source",
    "input",
    "metadata",
    "nbgrader",
    "solution",
    "worksheets",
    "nbformat",
    "",
    "a",
]


@st.composite
def cells(draw: st.DrawFn) -> dict[str, Any]:
    text = draw(st.one_of(sources(), st.sampled_from(ODD_JSON).filter(lambda odd: isinstance(odd, str))))
    source: Any = text.splitlines(keepends=True) if draw(st.booleans()) else text
    graded = draw(st.sampled_from([True, False, False, "true", 1, None]))
    metadata = {"nbgrader": {"grade_id": "a", "solution": graded, "points": 3}} if draw(st.booleans()) else {}
    kind = draw(st.sampled_from(["code", "code", "code", "markdown", "raw", "Code", "heading"]))
    return {"cell_type": kind, "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


@st.composite
def notebooks(draw: st.DrawFn) -> bytes:
    """The bytes of a notebook, with odd values, missing and extra keys in up to six places, in some encoding."""
    inner: Any = {"cells": draw(st.lists(cells(), max_size=5)), "metadata": {}, "nbformat": 4}
    if draw(st.integers(0, 9)) == 0:
        inner = {"worksheets": [inner, inner], "nbformat": 3}
    if inner.get("cells") and draw(st.booleans()):
        inner["cells"].append({"cell_type": "code", "source": "def train(X):\n    return X"})
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 6]))):
        spoil(draw, inner)
    text = json.dumps(inner, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    text = text.replace(f'"{HUGE}"', draw(st.sampled_from(["9" * 5000, "-1e99999", "1" + "0" * 4299])))
    depth = draw(st.sampled_from([10, 900, 100_000]))
    text = text.replace(f'"{DEEP}"', "[" * depth + "]" * depth)
    if draw(st.integers(0, 9)) == 0:  # a key twice: which of them counts?
        text = text.replace('"cells":', '"cells": [1], "cells":').replace("{", '{"cell_type": 3, ', 1)
    encoding = draw(st.sampled_from(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-32-le", "latin-1"]))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def spoil(draw: st.DrawFn, value: Any) -> None:
    """Changes one place somewhere in a JSON value."""
    odd = copy.deepcopy(draw(st.sampled_from(ODD_JSON)))
    while True:
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not places or (isinstance(value, dict) and draw(st.integers(0, 7)) == 0):
            if isinstance(value, dict):
                value[draw(st.sampled_from(KEYS))] = odd
            else:
                value.append(odd)
            return
        place = draw(st.sampled_from(places))
        inner = value[place]
        if isinstance(inner, dict | list) and draw(st.integers(0, 3)):
            value = inner
            continue
        if draw(st.integers(0, 2)):
            value[place] = odd
        else:
            del value[place]
        return
