"""What travels from a student's file, what stays behind, and what a student is told of it."""

from __future__ import annotations

import ast
import contextlib
import json
import shutil
import subprocess
import sys
import textwrap
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import source
from autograder.submission.source import (
    MAX_CODE,
    Cell,
    Extracted,
    Unreadable,
    canonical,
    cells_of,
    cells_of_notebook,
    cells_of_script,
    compiled,
    extract,
    load,
)
from autograder.submission.source.extract import MAX_STATEMENTS
from autograder.submission.source.syntax import MAX_FUNCTIONS

Notebook = Callable[..., str]


def script(text: str) -> Extracted:
    return extract(cells_of_script(textwrap.dedent(text), "parity.py"))


def sources(extracted: Extracted) -> list[str]:
    return [chunk.source for chunk in extracted.chunks]


TRAVELS = {
    "a constant": "VOCAB = 'abc'\ndef f(): return VOCAB",
    "a constant with a type": "LR: float = 0.1\ndef f(): return LR",
    "a device": "import torch\ndevice = 'cuda' if torch.cuda.is_available() else 'cpu'\ndef f(): return device",
    "what an if chooses": "if a():\n    device = 'cuda'\nelse:\n    device = 'cpu'\ndef f(): return device",
    "what a try finds out": "try:\n    import b\n    FAST = b\nexcept ImportError:\n    FAST = None\ndef f(): return FAST",
    "one name of an unpacked tuple": "a, (b, *c) = 1, (2, 3, 4)\ndef f(): return c",
    "what a walrus binds": "assert (size := 3) > 2\ndef f(): return size",
    "what a with binds": "with open('words') as stream:\n    WORDS = stream.read()\ndef f(): return WORDS",
    "what a for binds": "for last in range(3): pass\ndef f(): return last",
    "what a while fills": "rows = []\nwhile len(rows) < 3: rows = [*rows, 1]\ndef f(): return rows",
    "what a match binds": "match 3:\n    case seen: pass\ndef f(): return seen",
    "what a default reads": "N = 3\ndef f(n=N): return n",
    "what a decorator reads": "N = 3\n@check(N)\ndef f(): return 1",
    "what an annotation reads": "Pair = tuple\ndef f(x: Pair): return x",
    "what a class reads": "N = 3\nclass Net:\n    width = N",
    "what a method reads": "N = 3\nclass Net:\n    N = 4\n    def f(self): return N",
    "what a nested function reads": "N = 3\ndef f():\n    def g(): return N\n    return g",
    "the root of an attribute": "config = make()\ndef f(): return config.lr.x",
    "an object of the student's own class": "class Net: pass\nnet = Net()\ndef f(): return net",
    "provided data": "from given import parity_data\nX, y = parity_data(3)\ndef f(): return X",
    "what a walrus in a comprehension binds": "any([(hit := c) for c in w] for w in 'ab')\ndef f(): return hit",
    "what a loop may not bind": "i = 0\nwith a:\n    for i in []: pass\n    y = i\ndef f(): return y",
    "a choice of imports, as it is written": "try:\n    import a  # fast\nexcept ImportError:\n    import b",
    "a table of the student's functions": "def g(): pass\nOPS = {'g': g}\ndef f(): return OPS",
}


@pytest.mark.parametrize("text", TRAVELS.values(), ids=TRAVELS)
def test_what_makes_a_name_that_a_definition_reads_travels_with_it(text: str) -> None:
    assert "\n".join(sources(script(text))) == text


CHANGES = [
    "stoi = {}\nfor i, c in enumerate('ab'): stoi[c] = i",
    "stoi = {}\nstoi['a'] = 0",
    "stoi = {}\nstoi.update(a=0)",
    "stoi = []\nstoi.append(0)",
    "stoi = []\nwith lock: stoi.extend([0])",
    "stoi = set()\nfor c in 'ab':\n    if c: stoi.add(c)",
    "stoi = {}\nstoi.setdefault('a', []).insert(0, 1)",
    "stoi = 1\nstoi += 1",
    "stoi = object()\nstoi.size = 3",
    "stoi = torch.zeros(3)\nstoi.fill_(1)",
    "stoi = torch.zeros(3)\ntorch.nn.init.ones_(stoi)",
    "stoi = {'a': 0}\ndel stoi['a']",
    "stoi = {}\n[stoi.update({c: 1}) for c in 'ab']",
    "class stoi: pass\nstoi.size = 3",
]


@pytest.mark.parametrize("text", CHANGES)
def test_statements_that_change_what_a_function_reads_travel_with_it(text: str) -> None:
    text += "\ndef f(): return stoi"
    assert "\n".join(sources(script(text))) == text


def test_what_is_read_is_followed_through_other_statements() -> None:
    text = "LETTERS = 'ab'\nVOCAB = sorted(LETTERS)\nSIZE = len(VOCAB)\ndef f(): return SIZE"
    assert "\n".join(sources(script(text))) == text


STAYS = {
    "a result of the student's own function": "model, losses = train(X, y, 0)",
    "a print": "print(train)",
    "an assertion": "assert 1 == 1",
    "a seed": "torch.manual_seed(0)",
    "a plot": "plt.plot([1, 2]); plt.show()",
    "a bare expression": "train",
    "a docstring": "'''About this module'''",
    "a constant that nothing reads": "EPOCHS = 3",
    "a training loop": "for epoch in range(3):\n    loss = net(1)\n    loss.backward()",
    "a deletion": "X = 1\ndel X",
    "a name only bound inside the function": "Z = open('no such file')",
    "a name only bound in a comprehension": "k = open('no such file')",
    "what only a main guard runs": "if __name__ == '__main__':\n    Q = 3",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_an_experiment_stays_behind(text: str) -> None:
    train = "def train(X, y, seed):\n    Z = [k for k in X]\n    return Z, q"
    assert sources(script(f"{train}\n{text}")) == [train]


def test_what_is_computed_from_a_result_left_behind_stays_behind_too() -> None:
    found = script("""
        def train(): return 1
        model = train()
        W = model.weight
        W2 = W @ W
        def f(): return W2, model
    """)
    assert [source.split("(")[0] for source in sources(found)] == ["def train", "def f"]
    assert {name: place.line for name, place in found.left_behind.items()} == {"model": 3, "W": 4, "W2": 5}


LEFT_BEHIND = {
    "in its own new value": "X = X + 1",
    "in a loop": "for X in X: pass",
    "after a bare annotation": "X: int\nX = X[0]",
    "in a condition of imports": "if X: import re",
}


@pytest.mark.parametrize("text", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_a_result_left_behind_is_noticed(text: str) -> None:
    found = script(f"def g(): return 1\nX = g()\n{text}\ndef f(): return X")
    assert sources(found) == ["def g(): return 1", "def f(): return X"]
    assert found.left_behind["X"].line == 2


NOT_LEFT_BEHIND = {
    "read only when a function of a table is called": "model = g()\nN = {'k': lambda: model}",
    "made before the main guard makes it anew": "X = 1\nif __name__ == '__main__': X = 2\nN = X + 1",
    "a module of which something was set to a result": "import plt\nplt.rc.update(g())\nN = plt.three",
    "a module whose function changes something else": "import torch\ntorch.init.zeros_(g())\nN = torch.zeros(3)",
}


@pytest.mark.parametrize("text", NOT_LEFT_BEHIND.values(), ids=NOT_LEFT_BEHIND)
def test_what_only_looks_like_a_result_travels(text: str) -> None:
    found = script(f"def g(): return 1\n{text}\ndef f(): return N")
    assert "N" in found.defines


def test_names_of_inner_scopes_are_not_read_from_outside() -> None:
    inner = "def f(): return torch, [lambda: k for k in g], [k for k in g if k], {k: v for k, v in g}"
    found = script(
        f"import torch\nk = open('no such file')\nnet = v = 1\ntorch.init.zeros_(net)\ng = []\n{inner}"
    )
    assert sources(found) == ["import torch", "g = []", inner]


def test_a_name_made_anew_after_a_result_left_behind_travels() -> None:
    text = "def g(): return 1\nX = g()\nX = 2\nY = X + 1\ndef f(): return X, Y"
    assert sources(script(text)) == ["def g(): return 1", "X = 2", "Y = X + 1", "def f(): return X, Y"]


def test_a_later_name_error_can_be_explained() -> None:
    found = extract([Cell("cell 7", 1, "def train(): pass\n\nmodel = train()", False)])
    assert found.left_behind["model"].explain("model") == (
        "`model` is made in cell 7, line 3, by calling `train`, which does not travel; "
        "pass it to the function as an argument"
    )


def test_a_functions_global_declaration_is_a_read() -> None:
    text = "counter = 0\ndef f():\n    global counter\n    counter = 1"
    assert "\n".join(sources(script(text))) == text


@pytest.mark.parametrize(
    "text",
    [
        "f = lambda x: x + 1",
        "def g(x): pass\nf = g",
        "def g(x): pass\nf = partial(g, 1)",
        "class A: pass\nA.f = len",
    ],
)
def test_a_function_made_by_an_assignment_is_a_definition(text: str) -> None:
    assert "\n".join(sources(script(text))) == text


def test_only_definitions_inside_a_statement_travel_at_its_line() -> None:
    found = script("""\
        import a
        try:
            import b
            print("here")
        except ImportError:
            print("not here")
        if a.fast:
            def f(): return 1
        else:
            x = 3
        with a.quiet(): import c; run(c)
    """)
    assert [(chunk.line, chunk.source) for chunk in found.chunks[1:]] == [
        (2, "try:\n    import b\nexcept ImportError:\n    pass"),
        (7, "if a.fast:\n\n    def f():\n        return 1\nelse:\n    pass"),
        (11, "with a.quiet():\n    import c"),
    ]


def test_a_main_guard_keeps_its_test_and_only_definitions() -> None:
    found = script("""
        if __name__ == "__main__" and True:
            import argparse
            X = 3
            print(X)
        def f(): return X, argparse
    """)
    assert sources(found)[0] == "if __name__ == '__main__' and True:\n    import argparse"
    assert found.left_behind["X"].reason == 'under `if __name__ == "__main__"`'
    assert "argparse" in found.left_behind


def in_a_graded_cell(text: str) -> list[str]:
    return sources(extract([Cell("cell 2", 1, text, True)]))


def test_a_graded_cells_names_are_followed() -> None:
    plain, graded = "seed = 3\nunused = 4", "def train(): pass\nresult = train(seed)\nprint(seed, result)"
    found = extract([Cell("cell 1", 1, plain, False), Cell("cell 2", 1, graded, True)])
    assert sources(found) == ["seed = 3", "def train(): pass", "result = train(seed)"]


EXPERIMENTS = {
    "a loop": "for step in range(40_000):\n    loss = train()\n    loss.backward()",
    "a loop until it fits": "while True: m, l = train()",
    "a wait": "time.sleep(100)",
    "a with": "with torch.no_grad():\n    out = train()",
    "an if": "if True: train()",
    "a try": "try: train()\nexcept ValueError: pass",
    "an assertion": "assert train() == 1",
    "what is made of a loop's result": "for step in range(3): loss = train()\nlast = loss.item()\nmore = last + 1",
    "what is made of what a loop fills": "for step in range(3): seen[step] = train()\nlast = seen[2]",
    "what only a main guard runs": "if __name__ == '__main__': X = train()",
}


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_an_experiment_below_a_function_in_its_cell_stays_behind(text: str) -> None:
    """It took the time of every check, and the functions were blamed."""
    train = "def train():\n    step = loss = 1\n    return loss"
    assert in_a_graded_cell(f"{train}\n{text}") == [train]
    module = cells_of_script(f'# %% solution="train"\n{train}\n{text}\n', "parity.py")
    assert sources(extract(module)) == [train]


KEPT = {
    "a table of what a function gives": "def g(x): return x\nT = {}\nfor x in 'ab': T[x] = g(x)\ndef f(): return T",
    "what a with makes": "with open('words') as stream: WORDS = stream.read()\ndef f(): return WORDS",
    "a function that another makes": "def make(k): return lambda x: k * x\nf = make(3)",
    "a function made anew": "def f(x): return x\nf = lru_cache(f)",
    "a setting": "sys.setrecursionlimit(10_000)\ntorch.set_default_dtype(torch.float64)",
    "an attribute of a function": "def f(): return f.calls\nf.calls = 0",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_a_function_needs_travels_from_its_cell(text: str) -> None:
    assert "\n".join(in_a_graded_cell(text)) == text


def test_kept_names_travel_without_a_reader() -> None:
    cells = cells_of_script("LOSES = {'train'}\nHINT = 'no'\nOTHER = 1", "mutant.py")
    assert sources(extract(cells, keep=["LOSES", "HINT"])) == ["LOSES = {'train'}", "HINT = 'no'"]


def test_future_imports_come_first_and_hold_for_every_cell(tmp_path: Path, notebook: Notebook) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("import math", "from __future__ import annotations", "def f(x: NotThere): pass"))
    found = extract(cells_of(file.name, file.read_bytes()))
    assert sources(found)[0] == "from __future__ import annotations"
    assert load(file, "work_with_future").f.__annotations__ == {"x": "NotThere"}


# ---- lines

LAYOUT = (
    "\ufeff# a comment\r\n"
    "import os; import sys  # two\r\n"
    "TEXT = '''first\r\n  second'''; OTHER = '''third\r\n'''\r\n"
    "\r\n"
    "\f@(\r\n  lambda f: f\r\n)\r\n"
    "@staticmethod\r\n"
    "def f():\r\n"
    "\treturn TEXT, OTHER, 'ä'; x = 1\r\n"
    "class A: a = 1; b = 2\r\n"
    "é = 'ü'; LAST = é; \\\r\n"
    "g = lambda: LAST\r\n"
)


def test_every_chunk_is_the_original_text_at_its_original_line() -> None:
    found = extract(cells_of_script(LAYOUT, "parity.py"))
    assert [(chunk.line, chunk.source) for chunk in found.chunks] == [
        (2, "import os"),
        (2, "import sys  # two"),
        (3, "TEXT = '''first\n  second'''"),
        (4, "OTHER = '''third\n'''"),
        (7, "@(\n  lambda f: f\n)\n@staticmethod\ndef f():\n\treturn TEXT, OTHER, 'ä'; x = 1"),
        (13, "class A: a = 1; b = 2"),
        (14, "é = 'ü'"),
        (14, "LAST = é"),
        (15, "g = lambda: LAST"),
    ]


def test_padding_a_chunk_with_lines_gives_true_line_numbers() -> None:
    text = "import os\n\n# a comment\n@staticmethod\ndef f():\n    return 1 / 0\n"
    chunk = script(text).chunks[-1]
    names: dict[str, object] = {}
    exec(compile("\n" * (chunk.line - 1) + chunk.source, "parity.py", "exec"), names)
    with pytest.raises(ZeroDivisionError) as caught:
        names["f"].__func__()  # type: ignore[attr-defined]
    assert traceback.extract_tb(caught.value.__traceback__)[-1].lineno == 6


def test_percent_markers_split_a_script_but_not_a_string_or_a_function() -> None:
    text = 'A = """\n# %%\n"""\n# %% solution="train"\ndef f():\n    x = A\n# %% [markdown]\n    return x\n#%%\nB = 1\n'
    cells = cells_of_script(text, "parity.py")
    assert [(cell.line, cell.graded) for cell in cells] == [(1, False), (5, True), (10, False)]
    assert cells[1].source.endswith("return x")


def test_a_script_exported_with_nbgraders_metadata_has_graded_cells() -> None:
    header = '# %% nbgrader={"grade": false, "grade_id": "train", "solution": true}'
    assert [cell.graded for cell in cells_of_script(f"x = 1\n{header}\ny = 2\n# %%time\n", "p.py")] == [
        False,
        True,
    ]


# ---- magics

MAGICS = {
    "%matplotlib inline\nimport os": ["import os"],
    "!pip install x \\\n   y 'z\nimport os": ["import os"],
    "?len\nlen?\nlen??\nos.path.join?  # help\nimport os": ["import os"],
    "%%time\nimport os": ["import os"],
    "%%capture\n%%time\nimport os": ["import os"],
    "\n%%bash\nimport os": [],
    "%%html\n<b>import os</b>": [],
    "%%writefile parity.py\nimport os": [],
    "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().run_cell_magic(\n'time', '')\nimport os": [
        "import os"
    ],
    "files = !ls *.py\nt = %timeit -o f()\nimport os": ["import os"],
    "try:\n    import os\nexcept ImportError:\n    !pip install os": [
        "try:\n    import os\nexcept ImportError:\n    pass"
    ],
    "def f():\n    %time g()\n    return 1": ["def f():\n    pass\n    return 1"],
    "%time f()\nA = '''\n%d items?\n!\n'''\nB = (7\n%d)\nf = lambda: (A, B)": [
        "A = '''\n%d items?\n!\n'''",
        "B = (7\n%d)",
        "f = lambda: (A, B)",
    ],
    "    import os\n    %x\n    import re": ["import os", "import re"],
}


@pytest.mark.parametrize("text", MAGICS)
def test_magics_and_shell_lines_are_dropped(text: str) -> None:
    found = extract([Cell("cell 1", 1, text, True)])
    assert sources(found) == MAGICS[text]
    assert not found.problems


def test_lines_keep_their_numbers_when_magics_are_dropped() -> None:
    found = extract([Cell("cell 1", 1, "%%time\n!ls \\\n -l\nimport os", False)])
    assert found.chunks == (("cell 1", 4, "import os"),)


def test_magics_in_a_plain_script_are_dropped_too() -> None:
    assert sources(script("%matplotlib inline\nimport os\n")) == ["import os"]


# ---- what cannot be read


def test_a_cell_that_is_not_python_is_left_out_with_its_place(notebook: Notebook) -> None:
    found = extract(cells_of_notebook(notebook("#: title", "import os", "x = 1\ny = = 2", "import re")))
    assert sources(found) == ["import os", "import re"]
    assert [problem[:2] for problem in found.problems] == [("cell 3", 2)]
    assert "invalid syntax" in found.problems[0].message
    assert "`y = = 2`" in found.problems[0].message


SCRIPTS = {
    "def f(:\n    pass": "line 1: .*not valid Python.*`def f\\(:`",
    "x = 1\nreturn x": "line 2: .*'return' outside function",
    "x = '\0'": "null|no text",
    "-" * 5000 + "1": "nested",
    "(" * 5000: "nested",
    "x = " + "1 + " * 300 + "1": "nested more than 100 levels",
    "[a " + "for a in b " * 20_000 + "]": "nested more than 100 levels",  # crashes CPython's compiler
    "".join(" " * i + "if x:\n" for i in range(200)): "indentation",
    "x = 1\n" * MAX_CODE: "characters of code",
}


@pytest.mark.parametrize("text", SCRIPTS, ids=lambda text: text[:20])
def test_a_script_that_is_not_python_is_refused_with_line_and_reason(text: str) -> None:
    with pytest.raises(Unreadable, match=SCRIPTS[text]):
        cells_of_script(text, "parity.py")


def test_a_message_shows_no_control_characters() -> None:
    with pytest.raises(Unreadable) as caught:
        cells_of_script("x = = '\x1b[31m'", "parity.py")
    assert "`x = = '�[31m'`" in str(caught.value)


NOTEBOOKS = {
    "": "line 1, column 1: it is not a notebook",
    '{"cells": [\n}': "line 2",
    "[]": "no list of cells",
    "{}": "no list of cells",
    '{"cells": 3}': "no list of cells",
    '{"worksheets": [3]}': "no list of cells",
    '{"cells": [{"cell_type": "markdown"}, 3]}': "cell 2: .* int",
    '{"cells": [{"cell_type": "code", "source": {"a": 1}}]}': "cell 1: its source",
    '{"cells": [{"cell_type": "code", "source": ["a", 1]}]}': "cell 1: its source",
    "[" * 100_000: "nests too deeply",
    '{"cells": [' + "9" * 5000 + "]}": "absurd number",
}


@pytest.mark.parametrize("text", NOTEBOOKS, ids=lambda text: text[:30])
def test_a_mangled_notebook_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Unreadable, match=NOTEBOOKS[text]):
        cells_of_notebook(text)


def test_notebooks_of_format_3_are_read() -> None:
    cells = [
        {"cell_type": "markdown", "source": "hm"},
        {"cell_type": "code", "input": ["import os\n", "import re"]},
    ]
    found = cells_of_notebook(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}))
    assert found == [Cell("cell 2", 1, "import os\nimport re", False)]


def test_odd_metadata_makes_a_cell_ungraded_and_no_more() -> None:
    for metadata in (None, 3, {"nbgrader": None}, {"nbgrader": {"solution": "yes"}}):
        text = json.dumps({"cells": [{"cell_type": "code", "metadata": metadata, "source": "x"}]})
        assert not cells_of_notebook(text)[0].graded


ENCODINGS = {
    "UTF-8 with a BOM": b"\xef\xbb\xbfx = '\xc3\xa4'",
    "declared Latin-1": b"# -*- coding: latin-1 -*-\nx = '\xe4'",
    "declared in the second line": b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\xe4'",
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_a_declared_encoding_is_honoured(data: bytes) -> None:
    assert cells_of("p.py", data)[0].source.endswith("x = 'ä'")


BYTES = {
    b"x = 1\ny = '\xe4'": "line 2: byte 0xe4 is not UTF-8",
    "x = 1".encode("utf-16"): "UTF-16",
    b"x = 1\n\0": "line 2: a null byte",
    b"# coding: rot13\nk = 1": "encoding `rot13`",
    b"# coding: punycode\nk = 1": "encoding `punycode`",
    b"# coding: nonesuch\nk = 1": "encoding `nonesuch`",
}


@pytest.mark.parametrize("data", BYTES)
def test_bytes_that_are_no_text_are_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable, match=BYTES[data]):
        cells_of("p.py", data)


SLOW = {
    "statements": "a=1;" * MAX_STATEMENTS,
    "functions": "f=lambda:f\n" * MAX_FUNCTIONS,
    "names that need each other": "".join(f"a{i}=a{i + 1}\n" for i in range(MAX_CODE // 60))
    + "def f(): return a0",
    "branches": "with x:\n" + "".join(f" b{i}=1\n if c: d{i}=2\n" for i in range(MAX_CODE // 100)),
    "spaces before a magic": " " * (MAX_CODE - 1) + "!",
    "names before a question mark": "a" * (MAX_CODE - 2) + "?!",
    "words before a sign": "%x\n" + "a " * (MAX_CODE // 3) + "!",
    "lines in a decorator": "@(\n" + "\n" * (MAX_CODE // 2) + "a)\ndef f(): pass",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    found = extract([Cell("cell 1", 1, text, False)])
    canonical(found.chunks)
    assert time.process_time() - started < 5


# ---- loading, as public tests do


def test_a_notebook_loads_without_its_experiments(tmp_path: Path, notebook: Notebook) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(
        notebook("#: title", "%matplotlib inline\nN = 2", "def f(): return N", "1 / 0", "N = f()")
    )
    work = load(file, "work_to_load")
    assert work.f() == 2
    assert sys.modules["work_to_load"] is work
    assert work.__file__ == str(file)


def test_a_traceback_shows_the_notebooks_own_line(tmp_path: Path, notebook: Notebook) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("import os", "# a comment\ndef f():\n    return 1 / 0  # oh"))
    with pytest.raises(ZeroDivisionError) as caught:
        load(file, "work_with_traceback").f()
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.filename, frame.lineno, frame.line) == ("work.ipynb, cell 2", 3, "return 1 / 0  # oh")


def test_what_loads_may_show_things_on_the_way(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("def f():\n    display('half way')\n    return 1\n")
    assert load(file, "work_showing").f() == 1


def test_a_script_loads_from_its_own_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("import os\n\nprint(1 / 0)\n\ndef f(): return 1 / 0\n")
    with pytest.raises(ZeroDivisionError) as caught:
        load(file, "work_script").f()
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.filename, frame.lineno) == (str(file), 5)


def test_this_files_own_future_imports_do_not_hold_for_the_student(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text("def f(x: int): pass\n")
    assert load(tmp_path / "work.py", "work_annotated").f.__annotations__ == {"x": int}


def test_an_error_while_loading_propagates_and_says_which_name_stayed_behind(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("def train(): return 1\nmodel = train()\ndef f(m=model): return m\n")
    with pytest.raises(NameError) as caught:
        load(file, "work_with_name_error")
    assert "by calling `train`" in caught.value.__notes__[0]
    assert "work_with_name_error" not in sys.modules


def test_loading_warns_of_a_cell_left_out_and_names_an_unreadable_file(
    tmp_path: Path, notebook: Notebook
) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("def f(:", "def g(): return 1"))
    with pytest.warns(UserWarning, match="work.ipynb, cell 1, line 1: this is not valid Python"):
        assert load(file, "work_with_problem").g() == 1
    file.write_text("{")
    with pytest.raises(Unreadable, match="work.ipynb: line 1"):
        load(file, "work_unreadable")


def test_the_package_works_alone_with_the_standard_library_only(tmp_path: Path, notebook: Notebook) -> None:
    shutil.copytree(Path(source.__file__).parent, tmp_path / "loader")
    (tmp_path / "work.ipynb").write_text(notebook("def f(): return 41", "f()"))
    code = (
        "import sys; sys.path.insert(0, '.'); import loader; print(loader.load('work.ipynb', 'work').f() + 1)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("42\n", "")


# ---- whatever is handed in

FRAGMENTS = st.sampled_from(
    [
        "def f(x):",
        "    return x",
        "class A:",
        "import os",
        "from a import b",
        "x = 1",
        "x.append(1)",
        "for i in x:",
        "if x:",
        "else:",
        "try:",
        "finally:",
        "with a as b:",
        "@d",
        "%time x",
        "!ls",
        "?x",
        "%%bash",
        "%%time",
        "# %%",
        "'''",
        "(",
        ")",
        "]",
        ":=",
        "lambda: x",
        "[i for i in x]",
        "\\",
        ";",
        "\x0c",
        "\t",
        "    ",
        "\x00",
        "é",
        "�",
        "get_ipython()",
        "global x",
        "nonlocal y",
        "del x",
        "async def g():",
        "await x",
        "match x:",
        "    case y:",
        "f'{x!r:>{w}}'",
        "*a, b = c",
        "x += 1",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(FRAGMENTS, st.sampled_from(["", " ", "\n", "\r\n", "\n    ", "; "])), max_size=14).map(
        lambda parts: "".join(part for pair in parts for part in pair)
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans())
def test_any_text_is_extracted_or_refused(text: str, graded: bool) -> None:
    try:
        cells = [*cells_of_script(text, "p.py"), Cell("cell 1", 1, text, graded)]
    except Unreadable:
        cells = [Cell("cell 1", 1, text, graded)]
    found = extract(cells)
    canonical(found.chunks)
    for chunk, code in zip(found.chunks, compiled(found.chunks, lambda chunk: chunk.where), strict=True):
        [statement] = ast.parse(chunk.source).body
        assert code.co_firstlineno >= 1
        assert statement


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | FRAGMENTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "input", "metadata", "nbgrader", "worksheets"]),
            inner,
            max_size=4,
        )
        | st.fixed_dictionaries({"cell_type": st.just("code"), "source": inner})
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.booleans())
def test_any_json_is_extracted_or_refused(value: object, as_cells: bool) -> None:
    with contextlib.suppress(Unreadable):
        extract(cells_of_notebook(json.dumps({"cells": value} if as_cells else value)))


LONG = "x" * 20_000


@pytest.mark.parametrize(
    "text",
    [
        f"def {LONG}(): return 1\nb{LONG} = {LONG}()",
        f"def a{LONG}(): return 1\n{LONG} = a{LONG}()\nb{LONG} = {LONG} + 1",
        f"def f({LONG}, {LONG}): return 1",
        f"def f():\n    nonlocal {LONG}",
        f"f({LONG}=1, {LONG}=2)",
    ],
)
def test_a_name_without_an_end_does_not_make_a_message_without_one(notebook: Notebook, text: str) -> None:
    found = extract(cells_of_notebook(notebook(text)))
    told = [place.explain(name) for name, place in found.left_behind.items()]
    told += [problem.message for problem in found.problems]
    assert told
    assert all("xxx…xxx" in each and len(each) < 500 for each in told)
