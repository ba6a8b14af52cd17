"""Every mistake of an author's is told with its file, its line and what to do: all of them at once, by every command."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring import open_checked, problems
from autograder.authoring.problems import WITHOUT_HINTS
from autograder.authoring.pytest_settings import refuse_without_settings
from autograder.course import FIXED, Assignment, CourseError, open_assignment, open_course
from autograder.gate.verify import gate
from autograder.grading.pool import Job, Workers, run
from autograder.nbgrader.grading import Grading
from autograder.sandbox import choose
from tests.conftest import Command

ROOT = Path(__file__).parents[1]
NAMES = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.toml"))
HERE = "assignments/tiny"
TOML, SOLUTION = f"{HERE}/assignment.toml", "solutions/tiny.py"
CHECKS, CONFTEST, PLANTED = (f"{HERE}/graders/{n}.py" for n in ("test_tiny", "conftest", "planted"))
ADDS, SWAPS, FLOAT, SEED = (
    f"{HERE}/mutants/{name}.py"
    for name in ("adds_two", "extremes_swapped", "factor_as_float", "seed_ignored")
)
RIGHT = f"{HERE}/right/numpy_lists.py"
GIVEN, PUBLIC = f"{HERE}/student/given.py", f"{HERE}/student/test_tiny.py"
ALL = None  # in place of a text: the whole file


def change(course: Path, name: str, old: str | None, new: str | None) -> Path:
    """Has `new` in place of `old` in a file, which is made if need be; without `new`, the file goes."""
    file = course / name
    if new is None:
        file.unlink()
    elif old is None:
        file.write_text(new, "utf-8")
    else:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    return file


def told(course: Path) -> list[str]:
    """What is said of the small course, with paths from its root."""
    with pytest.raises(CourseError) as error:
        open_checked(open_course(course), "tiny")
    return [line.replace(f"{course}/", "") for line in str(error.value).split("\n")]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_of_an_assignment_that_is_as_it_should_be(name: str) -> None:
    assignment = Assignment(ROOT / "assignments" / name, ROOT)
    assert problems(assignment) == []


def test_nothing_is_said_of_the_small_course(tiny: Path) -> None:
    (assignment,) = open_checked(open_course(tiny), "tiny")
    assert problems(assignment) == []


# file, what of it, what instead, the line that is named, and what is said of it
Mistake = tuple[str, str | None, str | None, int | None, str]

SETTINGS: list[Mistake] = [
    (TOML, "cpu_s = 1", "cpu_s 1", 5, "this is not valid TOML: Expected '=' after a key in a key/value pair"),
    (TOML, "preload", "prelaod", 2, "the key 'prelaod' is not known: did you mean 'preload'?"),
    (TOML, "cpu_s = 1", "cpus_s = 1", 5, "the key 'cpus_s' is not known: did you mean 'cpu_s'?"),
    (TOML, "points = 60", "point = 60", 13, "the key 'point' is not known: did you mean 'points'?"),
    (TOML, "points = 60", 'points = "60"', 13, "tasks.points has a value of another kind: expected a number, got text"),
    (TOML, "points = 60\n", "", 11, "the task 'double' has no points: write points = …"),
    (TOML, 'name = "fit"', 'name = "double"', 16, "two tasks are called 'double': give one another name"),
    (TOML, 'name = "why"', 'name = "fit"', 20, "a task and a written answer are called 'fit': give one another name"),
    (TOML, 'name = "fit"', 'name = "fit-it"', 16, "the task 'fit-it' is no name: letters, digits and _, as of a Python variable"),
    (TOML, "points = 40", "points = 0", 17, "the task 'fit' has 0 points: give it more than 0"),
    (TOML, "points = 40", "points = -1.5", 17, "the task 'fit' has -1.5 points: give it more than 0"),
    (TOML, "points = 40", "points = nan", 17, "the task 'fit' has nan points: give it more than 0"),
    (TOML, "points = 40", "points = inf", 17, "the task 'fit' has inf points: give it 0.01 to 100,000"),
    (TOML, "points = 40", f"points = {10**400}", 17, "the task 'fit' has more than 1e308 points: give it 0.01 to 100,000"),
    (TOML, "points = 40", "points = 1e300", 17, "the task 'fit' has 1e+300 points: give it 0.01 to 100,000"),
    (TOML, "points = 40", "points = 1e-300", 17, "the task 'fit' has 1e-300 points: give it 0.01 to 100,000"),
    (TOML, "points = 1", "points = 0", 21, "the written answer 'why' has 0 points: give it more than 0"),
    (TOML, "memory_mb = 256", "memory_mb = 0", 7, "the limit memory_mb is 0: it must be above 0"),
    (TOML, "cpu_s = 1", "cpu_s = -1", 5, "the limit cpu_s is -1: it must be above 0"),
    (TOML, "cpu_s = 1", "cpu_s = inf", 5, "the limit cpu_s is inf: it must be at most 10,000,000"),
    (TOML, "memory_mb = 256", "memory_mb = 99999999999999999999", 7, "the limit memory_mb is 1e+20: it must be at most 10,000,000"),
    *((TOML, 'title = "Tiny"\n', f"{title}\n", 1 + title.count("\n"), said) for title, said in (
        ('title = ""', "title is empty: write what people read there"),
        (r'title = "a\nb"', r"title is 'a\nb': write one line, without control characters"),
        (r'title = "\u001b[31m"', r"title is '\x1b[31m': write one line, without control characters"),
        ('title = "Tiny"\nversion = "1*\\n"', r"version is '1*\n': write one line, without control characters"),
        ('title = "Tiny"\nversion = " "', "version is empty: write what people read there"),
    )),
    (TOML, '"torch", "numpy"', '"os; import x"', 2, "preload names 'os; import x', which is no module's name"),
    (TOML, '"torch", "numpy"', '3', 2, "preload has a value of another kind: expected text, got a whole number"),
    (TOML, "[limits]", "explains = 3\n[limits]", 4, "explains has a value of another kind: expected a table, got a whole number"),
    (TOML, "[limits]", 'requirements = ["../../etc/passwd"]\n[limits]', 4, "requirements names '../../etc/passwd', which pip does not take: write a package's name"),
    *((TOML, "[limits]", f'shared = ["{name}"]\n[limits]', 4, f"shared names '{name}', which is no file of the course: put it into {{course}}, and name it from there") for name in ("/etc/passwd", "../README.md")),
    (TOML, "[limits]", 'shared = [\n  "provided/no.py",\n]\n[limits]', 5, "shared names 'provided/no.py', and there is no such file in {course}: put it there, or take it out"),
    (TOML, "[limits]", '[explains]\nduble = ["Twice"]\n[limits]', 5, "explains has 'duble', which the solution does not define: did you mean 'double'?"),
    *((TOML, "[limits]", f"shared = [{name}]\n[limits]", 4, said) for name, said in (
        (r'"C:\Users"', r"this is not valid TOML: Invalid hex value: write / in place of \ in a path"),
        (r'"data\*.py"', r"this is not valid TOML: Unescaped '\' in a string: write / in place of \ in a path"),
        (r"'data\x.py'", "shared names 'data\\\\x.py': write / in place of \\"),
    )),
    (TOML, ALL, 'title = "Tiny"\n\n[tasks]\nname = "double"\npoints = 1\n', 3, "this is [tasks], one table, and there may be several: write [[tasks]], in two brackets"),
    (TOML, "[[written]]", "[written]", 19, "this is [written], one table, and there may be several: write [[written]], in two brackets"),
    (TOML, "[limits]", "[[limits]]", 4, "this is [[limits]], one of several tables, and there is one: write [limits], in one bracket"),
    (TOML, "[limits]", "[limit]", 4, "the key 'limit' is not known: did you mean 'limits'?"),
    (TOML, "[[written]]", "[[writen]]", 19, "the key 'writen' is not known: did you mean 'written'?"),
    (TOML, "points = 40", "points = 40\npoints = 4", 18, "this is not valid TOML: the key 'points' is there twice"),
    (TOML, ALL, 'title = "Tiny"\n', None, "there are no tasks: give each a [[tasks]] with its name and points"),
    (TOML, ALL, 'title = "Tiny"\ntasks = []\n', 2, "there are no tasks: give each a [[tasks]] with its name and points"),
]  # fmt: skip

IN_SOLUTION: list[Mistake] = [
    (SOLUTION, ALL, None, None, "there is no solution: write it there, in jupytext's percent format"),
    (SOLUTION, "    return FACTOR * x", "    return (FACTOR * x", 15, "this is not valid Python ('(' was never closed): `return (FACTOR * x`"),
    (SOLUTION, 'solution="fit"', 'solution="fitt"', 36, "a cell is marked solution='fitt', and assignment.toml has no such task: did you mean 'fit'?"),
    (SOLUTION, 'solution="fit"', 'solutoin="fit"', 36, "a cell is marked solutoin='fit', and 'solutoin' is no mark: did you mean 'solution'?"),
    (SOLUTION, 'written="why"', 'written="wy"', 29, "a cell is marked written='wy', and assignment.toml has no such written answer: did you mean 'why'?"),
    (SOLUTION, 'rubric="why"', 'rubric="how"', 32, "a cell is marked rubric='how', and assignment.toml has no such written answer: there is why"),
    (SOLUTION, "# %%\nprint", '# %% solution="double"\nprint', 23, "two cells are marked solution='double', this one and that of line 9: make them one"),
    (SOLUTION, 'solution="fit"', 'solution="fit" rubric="why"', 36, "a cell is marked solution and rubric: give it one mark"),
    (SOLUTION, '[markdown] written="why"', 'written="why"', 29, "a cell of code is marked written='why': that is for a text, `# %% [markdown] written=\"why\"`"),
    (SOLUTION, "# %% [markdown]\n# # Tiny", '# %% [markdown] solution="double"\n# # Tiny', 1, "a text cell is marked solution='double': that is for a cell of code, `# %% solution=\"double\"`"),
    (SOLUTION, "print(double(torch.ones(2)))", "print(double(FACTOR * torch.ones(2)))", 24, "students get this cell, and not 'FACTOR', which is of an answer: give it a docstring, or do without"),
    *((SOLUTION, ALL, text, None, "there is no cell: one of code begins with the line `# %%`, one of text with `# %% [markdown]`") for text in ("", "x = 1\n")),
    *(
        (SOLUTION, "def extremes", f"{made}{kept}def extremes", 18 + made.count("\n"), f"the stub keeps this line, and not {name!r}, which is of an answer: define it in a cell without a mark, or do without")
        for made, name, kept in (
            ("def once(f):\n    return f\n\n\n", "once", "@once\n"),
            ("N = 5\n", "N", 'def f(x=N):\n    """Doc."""\n\n\n'),
            ("N = 5\n", "N", 'def f(*, x: int = 2 * N):\n    """Doc."""\n\n\n'),
            ("class Result:\n    pass\n", "Result", 'def f() -> list[Result]:\n    """Doc."""\n\n\n'),
            ("class Result:\n    pass\n", "Result", 'def f(x: Result):\n    """Doc."""\n\n\n'),
            ("class Base:\n    pass\n", "Base", 'class C(Base):\n    """Doc."""\n\n\n'),
            ("N = 5\n", "N", 'class C: "Doc."; n: int = N\n\n\n'),
            ('class C:\n    """Doc."""\n    N = 5\n', "N", '    def f(self, x=N):\n        """Doc."""\n\n\n'),
        )
    ),
    (SOLUTION, "def extremes", 'async def f():\n    """Doc."""\n\n\ndef extremes', 18, "students are asked for 'f', which is async, and checks await nothing: make it a plain function, or take its docstring"),
    (SOLUTION, "def extremes", 'if True:\n    def f():\n        """Doc."""\n\n\ndef extremes', 19, "'f' has a docstring and stands within another statement, where the stub loses it: move it out, or take its docstring"),
    (SOLUTION, "def extremes", 'class C:\n    """Doc."""\n    if True:\n        def f():\n            """Doc."""\n\n\ndef extremes', 21, "'f' has a docstring and stands within another statement, where the stub loses it: move it out, or take its docstring"),
    (SOLUTION, 'solution="double"', "solution=double", 9, 'write solution="double", in quotes'),
    (SOLUTION, "[markdown] written", "[md] written", 29, "write [markdown] in place of [md]"),
    (SOLUTION, "# %% [markdown]\n# # Tiny", "# %% [md]\n# # Tiny", 1, "write [markdown] in place of [md]"),
    *((SOLUTION, 'solution="double"', f'{before}solution="double"{after}', 9, f"this marker has {said!r}, which is no mark: take it out; a heading is for a text cell") for before, after, said in (("Doubling ", "", "Doubling"), ("", ",", ","), ("", " [markdown]", "[markdown]"))),
    *((SOLUTION, "import torch\n", f"import torch\n{magic}\n", 7, f"a magic is a comment in a script: write `# {magic}`") for magic in ("%matplotlib inline", "!pip install x", "%%time")),
    *((SOLUTION, f'    """{doc}"""\n', "", at, f"{who} call {name!r}, and it has no docstring, so students would not get it: give it one") for doc, at, who, name in (
        ("The least and the greatest value of `x`.", 18, "hidden checks", "extremes"),
        ("Twice `x`, of the same shape.", 13, "public tests", "double"),
    )),
    *((SOLUTION, "FACTOR = 2.0\n", f"{made}\n", at, f"this reads {name!r}, which is not there where answers are graded: put it into student/, and read it by a function of given.py, Path(__file__).with_name({'f.txt'!r})") for name, at, made in (
        ("f.txt", 10, 'FACTOR = float(open("f.txt").read())'),
        ("f.txt", 10, 'FACTOR = float(open("f.txt", mode="rt").read())'),
        ("data/f.txt", 12, 'from pathlib import Path\n\nFACTOR = float(Path("data/f.txt").read_text())'),
        ("f.txt", 11, 'import numpy as np\nFACTOR = np.loadtxt("f.txt")'),
        ("f.txt", 10, 'with open("f.txt") as f:\n    FACTOR = float(f.read())'),
    )),
    (SOLUTION, '"""The least', 'f"""The least', 19, "'extremes' has an f-string in place of its docstring, and so none: write it without the f"),
    (TOML, "[[written]]", '[[tasks]]\nname = "third"\npoints = 1\n\n[[written]]', 20, """the task 'third' has no cell in solutions/tiny.py: begin it with `# %% solution="third"`"""),
    (SOLUTION, ' solution="fit"', "", 37, """hidden checks call 'fit', and its cell is not marked, so students would get this answer: begin it with `# %% solution="TASK"`"""),
    (TOML, "[[written]]", '[[written]]\nname = "how"\npoints = 1\n\n[[written]]', 20, """the written answer 'how' has no cell in solutions/tiny.py: begin it with `# %% [markdown] written="how"`"""),
]  # fmt: skip

TASK = "\n\n@pytest.mark.task('double')\n"
TITLED = "def test_it(k, n):\n    'Doubling a tensor gives twice its values'\n    assert k\n"
NO_TASK = 'test_slope counts for no task: mark it @pytest.mark.task("NAME")'
AFTER = "this imports zetaBOTH: a module of graders/ may import those before it in the alphabet; put what both need into one that comes before them"
FIRST = "`compare` takes the function's name first; its tolerances are atol and rtol"
MEASURE = '`measure` takes what it measures first: measure("accuracy", value, at_least=0.95)'
IN_GRADERS: list[Mistake] = [
    (CHECKS, "def test_extremes(compare):", "def test_extremes(compare:", 16, "this is not valid Python ('(' was never closed): `def test_extremes(compare:`"),
    (CHECKS, '@pytest.mark.task("fit")\n', "", 35, NO_TASK),
    (CHECKS, '@pytest.mark.task("fit")\ndef test_slope(', "class TestSlope:\n  def test_slope(", 36, NO_TASK),
    (CHECKS, 'task("fit")', "task", 35, 'this task mark names no task: write @pytest.mark.task("NAME")'),
    (CHECKS, 'task("fit")', 'task(name="fit")', 35, 'this task mark names no task: write @pytest.mark.task("NAME")'),
    (CHECKS, 'task("fit")', 'task("fitt")', 35, "this is marked task('fitt'), and assignment.toml has no such task: did you mean 'fit'?"),
    (CHECKS, '@pytest.mark.task("fit")\n', 'pytestmark = pytest.mark.task("ft")\n', 35, "this is marked task('ft'), and assignment.toml has no such task: did you mean 'fit'?"),
    (CHECKS, 'compare("extremes"', 'compare("extreme"', 18, "this calls 'extreme', which the reference does not define: did you mean 'extremes'?"),
    (CHECKS, "student.slope(", "student.slpe(", 43, "this calls 'slpe', which the reference does not define: did you mean 'slope'?"),
    (CHECKS, "(compare):\n", "(compare, refuses):\n    refuses('doble', 1, what='x')\n", 17, "this calls 'doble', which the reference does not define: did you mean 'double'?"),
    (CONFTEST, "@pytest", "@pytest.fixture\ndef fitted(student):\n    return lambda: student.fitt(1)\n\n\n@pytest", 7, "this calls 'fitt', which the reference does not define: did you mean 'fit'?"),
    *((CHECKS, "weight=3", f"weight={weight}", 21, f"this task mark has weight={weight}: a weight is a number above 0") for weight in ("-1", "0", "float('nan')", "'2'", "True", "1e309")),
    *((CHECKS, 'compare("extremes", ', f'compare("extremes", {name}={value}, x=', 18, f"this compares with {name}={value}: a tolerance is a number, 0 or above") for name, value in (("atol", "-1e-05"), ("rtol", "-1"), ("atol", "float('nan')"))),
    (CHECKS, 'compare("extremes", ', 'compare.gradients("extremes", atol=-1, x=', 18, "this compares with atol=-1: a tolerance is a number, 0 or above"),
    *((CHECKS, 'compare("extremes", ', f"compare({arguments}, ", 18, FIRST) for arguments in ('torch, "extremes"', "3")),
    (CHECKS, 'compare("extremes", ', 'compare("extremes", tol=1, x=', 18, f"'extremes' has no parameter 'tol': {FIRST}"),
    (CHECKS, 'measure("the last loss", losses[-1], ', 'measure(losses[-1], "the last loss", ', 39, MEASURE),
    (CHECKS, 'measure("the last loss", losses[-1], at_most', 'measure("the last loss", losses[-1], atmost', 39, "`measure` takes no atmost=…: did you mean 'at_most'?"),
    (CHECKS, "of=2", "of=0", 28, "this gives credit of 0 parts: what it is `of` is a number above 0"),
    (CHECKS, "weight=3", "wieght=3", 21, "this task mark has wieght=…, which says nothing: did you mean 'weight'?"),
    (CHECKS, "weight=3", "share=3", 21, "this task mark has share=…, which says nothing: there is weight"),
    (CHECKS, "weight=3", "3", 21, "this task mark has 2 arguments: it takes the name of a task, and a weight as weight=…"),
    (CHECKS, "def test_extremes(compare)", "def test_double(compare)", 16, "this is called 'test_double' as what stands in line 9, which is never run then: give one another name"),
    (CONFTEST, "@pytest", "@pytest.fixture\ndef public_examples():\n    return {}\n\n\n@pytest", 11, "this is called 'public_examples' as what stands in line 6, which is never run then: give one another name"),
    (CHECKS, "    assert slope.shape == (2, 3), \"the slope has another shape\"\n        assert", "    return", 44, "test_slope returns a value, and nobody looks at it: write `assert` in place of `return`"),
    (CHECKS, "assert slope.shape == (2, 3), \"the slope has another shape\"", "slope.shape == (2, 3)", 44, "test_slope compares here, and nobody looks at it: write `assert` before it"),
    (CHECKS, "    compare(\"extremes\", torch.tensor([3.0, -1.0, 2.0]))", "    pass", 16, "test_extremes asserts nothing and calls nothing, so every answer passes: write what it checks"),
    (CHECKS, "The extremes of a tensor are found", "Doubling a tensor gives twice its values", 16, "two checks of the task 'double' are titled 'Doubling a tensor gives twice its values', this one and that of line 9: students read it, so give one another title"),
    (CHECKS, "def test_slope(compare, student,", "def test_slope(compare, studnet,", 36, "test_slope asks for the fixture 'studnet', which there is not: did you mean 'student'?"),
    (CONFTEST, "def public_examples():", "def public_examples(varaint):", 6, "public_examples asks for the fixture 'varaint', which there is not: did you mean 'variant'?"),
    *((CONFTEST, "@pytest", f"@pytest.fixture{how}\ndef {name}():\n    return {{}}\n\n\n@pytest", 6, f"this fixture is called {said!r}, as one of the kit's, which no check would get then: give it another name") for how, name, said in (("", "variant", "variant"), ("(scope='session')", "student", "student"), ("(name='compare')", "other", "compare"))),
    (CONFTEST, "@pytest", "refuses = pytest.fixture(lambda: None)\n\n\n@pytest", 5, "this fixture is called 'refuses', as one of the kit's, which no check would get then: give it another name"),
    *((f"{HERE}/graders/{name}.py", ALL, "x = 1\n", None, f"this takes the place of the module {name} that {whose}: give it another name") for name, whose in (("torch", "tiny.py imports"), ("random", "Python has"), ("given", "students have"), ("tiny", "students write"))),
    *((file, "import torch\n" if file == CHECKS else ALL, f"import numpy as np\nimport random\nimport torch\n\nrng = {made}\n", line, f"`{made}` draws other numbers each time, and so may give another verdict: draw from variant.rng(NAME), or give it a seed") for file, line, made in (
        (CHECKS, 8, "np.random.default_rng()"), (PLANTED, 5, "np.random.default_rng(None)"), (PLANTED, 5, "np.random.RandomState()"), (PLANTED, 5, "random.Random()"),
    )),
    (PLANTED, ALL, "import os\nfrom zeta import a\n", 2, AFTER.replace("BOTH", "")),
    (PLANTED, ALL, "import os\nimport zeta\n", 2, AFTER.replace("BOTH", ", and zeta imports it")),
    (PLANTED, ALL, "x = = 1\n", 1, "this is not valid Python (invalid syntax): `x = = 1`"),
]  # fmt: skip

FORM = 'write LOSES = {"TASK"}'
IN_MUTANTS: list[Mistake] = [
    (ADDS, "    return x + 2", "    return x +", 9, "this is not valid Python (invalid syntax): `return x +`"),
    (ADDS, '"""Adds two instead of doubling."""\n', "", 1, "this mutant has no docstring: say in one which mistake it is"),
    (FLOAT, "EQUIVALENT", "EQUIVALEND", None, "this mutant has neither LOSES and HINT nor EQUIVALENT: say which tasks it loses, and the hint"),
    (FLOAT, "EQUIVALENT", "EQUIVALEND", 3, "a mutant has no EQUIVALEND: did you mean 'EQUIVALENT'?"),
    (FLOAT, "EQUIVALENT", 'LOSES = {"fit"}\nEQUIVALENT', 3, "this mutant has both LOSES and EQUIVALENT: take one out"),
    (ADDS, 'HINT = "This adds two; doubling multiplies."\n', "", None, "this mutant has LOSES and no HINT: write what its student should read"),
    (ADDS, '"This adds two; doubling multiplies."', '""', 4, "this mutant has LOSES and no HINT: write what its student should read"),
    (ADDS, 'HINT = "This adds two; doubling multiplies."', 'HINT = ["This", "that"]', 4, 'HINT is no text: write it as one string, HINT = "…"'),
    (FLOAT, 'EQUIVALENT = "x + x is 2x to the last bit"', "EQUIVALENT = True", 3, 'EQUIVALENT is no text: write it as one string, EQUIVALENT = "…"'),
    (ADDS, "BREAKS", "SIGNATURE = 3\nBREAKS", 5, "SIGNATURE is no function: write def SIGNATURE(calls)"),
    (ADDS, '{"double"}\nHINT', '{"duble"}\nHINT', 3, "LOSES has 'duble', and assignment.toml has no such task: did you mean 'double'?"),
    (ADDS, '{"double"}\nHINT', '"double"\nHINT', 3, f"LOSES is 'double', which is no set of tasks: {FORM}"),
    (ADDS, '{"double"}\nHINT', "[]\nHINT", 3, f"LOSES is empty: {FORM}, or EQUIVALENT with the reason why it loses none"),
    (ADDS, '{"double"}\nHINT', "{}\nHINT", 3, f"LOSES is no set of tasks, or an empty one: {FORM}"),
    (ADDS, '{"double"}\nHINT', "set()\nHINT", 3, f"LOSES is no set of tasks, or an empty one: {FORM}"),
    (ADDS, '{"double": "Tw', '{"duble": "Tw', 5, "BREAKS has 'duble', which the reference does not define: did you mean 'double'?"),
    (ADDS, '{"double": "Twice `x`"}', '"Twice"', 5, 'BREAKS is no dictionary: write {"FUNCTION": "words of its docstring"}'),
    (ADDS, "def double", "def duble", 8, "the reference defines no 'duble', and nothing here calls it: did you mean 'double'?"),
    (ADDS, "def double(x):\n    return x + 2\n", "import torch\n", None, "this mutant has neither EDITS nor a function of its own: write one of them"),
    (SWAPS, "@@ extremes", "@@ extrems", 7, "the reference defines no 'extrems': did you mean 'extremes'?"),
    (SWAPS, "-    return Pair(", "-    return Par(", 7, "'extremes' must have these lines once, and has them 0 times: / return Par(x.min().item(), x.max().item())"),
    (SWAPS, "+    return", "     return", 7, "'extremes' must have these lines once, and has them 0 times: / return Pair(x.min().item(), x.max().item()) / return Pair(x.max().item(), x.min().item())"),
    (SWAPS, 'EDITS = """', 'EDITS = 3\n"""', 6, "EDITS is one string, in triple quotes"),
]  # fmt: skip

IN_THE_REST: list[Mistake] = [
    (RIGHT, "def slope(model, x):", "def slope(model, x)", 20, "this is not valid Python (expected ':'): `def slope(model, x)`"),
    (RIGHT, "def slope", "def slop", None, "this right solution does not define 'slope', which the reference does: did you mean 'slop'?"),
    (RIGHT, "def slope", "def gradient", None, "this right solution does not define 'slope', which the reference does: write it"),
    (GIVEN, "class Pair(NamedTuple):", "class Pair(NamedTuple:", 8, "this is not valid Python (invalid syntax): `class Pair(NamedTuple:`"),
    (PUBLIC, ALL, None, None, "there are no public tests: write them there"),
    (PUBLIC, "import tiny\n", "import teeny as tiny\n", None, "these public tests do not import 'tiny', which students write: `import tiny`"),
    (f"{HERE}/student/teeny.py", ALL, '"""*teeny, version 1*"""\n', None, "this is the stub of another assignment, and students would get it too: delete it"),
    (PUBLIC, "class TestFit:", "class TestFit", 12, "this is not valid Python (expected ':'): `class TestFit`"),
    *((PUBLIC, ALL, f"import tiny\n{text}\n", 2, said) for text, said in (
        ("from planted import made", "imports planted, which is of graders/ and does not ship: write here what this needs of it"),
        ("import nolib.part", "imports nolib, which is neither in `requirements` nor of Python: add it, or do without"),
        ("import torch, numpy, jsonschema.validators", "imports jsonschema, which is neither in `requirements` nor of Python: add it, or do without"),
    )),
    (SOLUTION, "import torch\n", "import torch\nimport jsonschema\n", 7, "imports jsonschema, which is neither in `requirements` nor of Python: add it, or do without"),
    (PUBLIC, "tiny.double", "tiny.duble", 9, "public tests read tiny.duble, which the reference does not define: did you mean 'double'?"),
    (PUBLIC, "import tiny\n", "import tiny\nfrom tiny import fitt\n", 4, "public tests read tiny.fitt, which the reference does not define: did you mean 'fit'?"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", [*SETTINGS, *IN_SOLUTION, *IN_GRADERS, *IN_MUTANTS, *IN_THE_REST])
def test_a_mistake_is_told_with_its_file_its_line_and_what_to_do(tiny: Path, mistake: Mistake) -> None:
    name, old, new, line, said = mistake
    change(tiny, name, old, new)
    if "`requirements`" in said:
        change(tiny, TOML, "[limits]", 'requirements = ["torch", "numpy", "pytest"]\n[limits]')
    if "planted" in said:
        change(tiny, PLANTED, ALL, "")
    if "zeta" in said:
        change(
            tiny, f"{HERE}/graders/zeta.py", ALL, "import planted\n" if "imports it" in said else "a = 1\n"
        )
    place = name if line is None else f"{name}, line {line}"
    assert f"{place}: {said.format(course=tiny) if '{course}' in said else said}" in told(tiny)


@pytest.mark.parametrize(
    ("form", "to_do"),
    [
        ("tiny.ipynb", "make it of tiny.ipynb by `jupytext --to py:percent tiny.ipynb`"),
        ("tiny/", "tiny is a folder there, and a solution is one file, in jupytext's percent format"),
    ],
)
def test_a_solution_of_another_form_is_seen(tiny: Path, form: str, to_do: str) -> None:
    (tiny / SOLUTION).rename(tiny / "solutions/kept.py")
    other = tiny / "solutions" / form
    other.mkdir() if form.endswith("/") else other.touch()
    assert told(tiny)[0] == f"{SOLUTION}: there is no solution: {to_do}"


def test_a_task_without_a_check_is_told(tiny: Path) -> None:
    change(tiny, TOML, "[[written]]", '[[tasks]]\nname = "third"\npoints = 1\n\n[[written]]')
    what = "no check counts for the task 'third': mark one @pytest.mark.task('third')"
    assert f"assignments/tiny/graders: {what}" in told(tiny)


def test_public_tests_of_another_name_are_told(tiny: Path) -> None:
    (tiny / PUBLIC).rename(tiny / HERE / "student/test_teeny.py")
    assert told(tiny) == [f"{PUBLIC}: there are no public tests: write them there, or rename test_teeny.py"]


@pytest.mark.parametrize("called", ["tiny.v2", "tiny (copy)", "class"])
def test_a_name_that_no_module_can_have_is_told_alone(tiny: Path, called: str) -> None:
    """A folder that was copied by hand has not met `new`."""
    folder = (tiny / HERE).rename(tiny / "assignments" / called)
    for opens in (
        lambda: open_checked(open_course(tiny), called),
        lambda: open_assignment(open_course(tiny), called),
    ):
        with pytest.raises(CourseError) as error:
            opens()
        said = str(error.value)
        assert said.startswith(
            f"{folder}: an assignment cannot be called {called!r}: its name is that of a module"
        )
        assert "\n" not in said


@pytest.mark.parametrize("called", ["test_tiny", "tiny_test"])
def test_a_name_that_pytest_takes_for_tests_is_told(tiny: Path, called: str) -> None:
    folder = (tiny / HERE).rename(tiny / "assignments" / called)
    with pytest.raises(CourseError) as error:
        open_checked(open_course(tiny), called)
    what = f"an assignment cannot be called {called!r}: pytest takes a module of that name for tests"
    assert str(error.value) == f"{folder}: {what}; rename this folder and its solution"


def test_a_due_date_of_no_assignment_is_told_at_once(tiny: Path) -> None:
    file = tiny / "course.toml"
    file.write_text(f"{file.read_text()}\n[due]\ntinny = 2026-10-01T23:59:00Z\n")
    line = file.read_text().count("\n")
    what = "[due] names 'tinny', which is no assignment: did you mean 'tiny'?"
    assert told(tiny) == [f"course.toml, line {line}: {what}"]


def test_no_hidden_checks_are_told(tiny: Path) -> None:
    change(tiny, CHECKS, ALL, None)
    assert told(tiny) == [
        "assignments/tiny/graders: there are no hidden checks: write them in files test_*.py"
    ]


def test_a_folder_among_what_students_get_is_told(tiny: Path) -> None:
    (tiny / HERE / "student/data").mkdir()
    assert told(tiny)[0].startswith("assignments/tiny/student/data: this is a folder: students get the files")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (CHECKS, '@pytest.mark.task("fit")\n', 'FIT = pytest.mark.task("fit")\n\n\n@FIT\n'),
        (CHECKS, '@pytest.mark.task("fit")\n', 'task = pytest.mark.task\n\n\n@task("fit")\n'),
        (CHECKS, '@pytest.mark.task("fit")\n', 'pytestmark = [pytest.mark.task("fit")]\n\n\n'),
        (CHECKS, '@pytest.mark.task("fit")\ndef', '@pytest.mark.task("fit")\nclass TestSlope:\n  def'),
        (CHECKS, "import pytest\n", "import pytest\nfrom marks import FIT\n\n\n@FIT\ndef test_it():\n    assert FIT\n"),
        (CHECKS, "import pytest\n", f"import pytest\n{TASK}@pytest.mark.parametrize('k, n', [(1, 2)])\n{TITLED}"),
        (CHECKS, "import pytest\n", f"import pytest\nK = pytest.mark.parametrize(['k', 'n'], [(1, 2)])\n{TASK}@K\n{TITLED}"),
        (CHECKS, "import pytest\n", f"import pytest\n\n\n@pytest.fixture(name='k')\ndef variant(tmp_path, request):\n    return 1\n\n\nn = pytest.fixture(lambda: 2)\n{TASK}def test_it(k, n, *, m=3):\n    def inner():\n        return k\n\n    assert inner()\n    return None\n"),
        (CHECKS, "import pytest\n", "import pytest\n\n\nclass TestIt:\n  @pytest.fixture\n  def k(self):\n    return 1\n\n  @pytest.mark.task('double')\n  def test_extremes(self, k):\n    'Extremes'\n    assert k\n"),
        (CHECKS, "import pytest\n", f"import pytest\nfrom planted import *\n{TASK}def test_it(made):\n    assert made\n"),
        (CHECKS, "import pytest\n", f"import pytest\nfrom planted import made\n{TASK}def test_it(made):\n    assert made\n"),
        (CHECKS, "import pytest\n", f"import pytest\nfrom unittest import mock\n{TASK}@mock.patch('x.y')\ndef test_it(made):\n    assert made\n"),
        (CHECKS, "import pytest\n", "import pytest\n\n\n@pytest.fixture\ndef test_data():\n    return 1\n"),
        (CHECKS, "import pytest\n", "import pytest\n\n\ndef helper(compare):\n    pass\n\n\nstudent = None\n"),
        (CONFTEST, "import pytest\n", "import pytest\n\n\n@pytest.fixture\ndef held(student):\n    return student.put(student.hold(1), 2)\n"),
        (CHECKS, "def test_extremes(compare):", "def test_extremes(compare, measure, credit):\n    name, n = 'double', 1\n    compare(name, 'zero', tol=1, atol=n, rtol=0)\n    measure(name, n, at_most=-1)\n    credit(n, n)"),
        (CHECKS, "import pytest\n", "import random\n\nimport numpy as np\nimport pytest\n\nRNG = np.random.default_rng(3), random.Random(3), random.random(), np.random.rand()\n"),
        (ADDS, "    return x + 2", "    return helper(x)\n\n\ndef helper(x):\n    return x + 2"),
        (SWAPS, "(x.max().item(), ", '(helper(x), ') ,
        (RIGHT, "def double(x):\n    return (2 * np.asarray(x)).tolist()", "double = lambda x: 2 * x"),
        (PUBLIC, "import tiny\n", "import tiny\nfrom tiny import torch as same\n"),
        (SOLUTION, "import torch\n", "import torch\n# %matplotlib inline\n"),
        (SOLUTION, "def slope(", "def _helper():\n    pass\n\n\ndef other():\n    pass\n\n\ndef slope("),
        (SOLUTION, "FACTOR = 2.0\n", 'def _helper(x): return x\n\n\nclass _C:\n    """Doc."""\n    def sum(self): ...\n    n: int = 1\n    async def f(self, k=lambda FACTOR: FACTOR, n: int = n):\n        """Doc."""\n\n\ndef _f(n=sum([1])):\n    """Doc."""\n\n\nFACTOR = 2.0\n'),
        (SOLUTION, "print(double(torch.ones(2)))", 'print(open("table.csv").read())'),
        (SOLUTION, "FACTOR = 2.0\n", 'FACTOR = 2.0\n\n\ndef _kept(name="table.csv"):\n    return open(name), open("table.csv")\n'),
        (SOLUTION, 'FACTOR = 2.0\n', 'FACTOR = 2.0\nTEXT = """\n# %% solution="none"\n"""\n'),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_is_no_mistake(tiny: Path, name: str, old: str, new: str) -> None:
    change(tiny, name, old, new)
    if "helper(x), " in new:
        file = tiny / SWAPS
        file.write_text(file.read_text() + "\n\ndef helper(x):\n    return x.max().item()\n")
    open_checked(open_course(tiny), "tiny")


def test_what_a_requirement_brings_or_may_bring_is_no_mistake(tiny: Path) -> None:
    """A distribution's name is not its module's; it brings what it needs, and one that is not installed may bring anything."""
    change(tiny, TOML, "[limits]", 'requirements = ["torch", "pytest", "PyYAML", "nolib2>=1"]\n[limits]')
    change(
        tiny,
        PUBLIC,
        "import tiny\n",
        "import given\nimport tiny\nimport os\nimport yaml\nimport sympy\nimport nolib\nfrom acceptance import Work\nimport reading\n",
    )
    open_checked(open_course(tiny), "tiny")


def test_an_annotation_that_is_not_evaluated_may_name_what_an_answer_defines(tiny: Path) -> None:
    change(
        tiny,
        SOLUTION,
        "def extremes",
        'One = float\n\n\ndef _f(x: One) -> One:\n    """Doc."""\n\n\ndef extremes',
    )
    assert [line.partition(":")[0] for line in told(tiny)] == [f"{SOLUTION}, line 21"]
    change(tiny, SOLUTION, "import torch\n", "from __future__ import annotations\n\nimport torch\n")
    open_checked(open_course(tiny), "tiny")


def test_all_mistakes_are_told_at_once_one_a_line(tiny: Path) -> None:
    """One file that cannot be parsed hides nothing of the others."""
    change(tiny, TOML, "points = 60", "points = 0")
    change(tiny, CHECKS, 'compare("extremes"', 'compare("extreme"')
    change(tiny, ADDS, "    return x + 2", "    return x +")
    change(tiny, SWAPS, '{"double"}\nHINT', '{"duble", "fitt"}\nHINT')
    change(tiny, SWAPS, "@@ extremes\n", "@@ extrems\n")
    change(tiny, RIGHT, "def slope", "def slop")
    change(tiny, PUBLIC, "tiny.double", "tiny.duble")
    lines = told(tiny)
    assert [line.partition(":")[0] for line in lines] == [
        f"{TOML}, line 13", f"{CHECKS}, line 18", f"{ADDS}, line 9", f"{SWAPS}, line 3", f"{SWAPS}, line 3",
        f"{SWAPS}, line 7", RIGHT, f"{PUBLIC}, line 9",
    ]  # fmt: skip


def test_what_depends_on_a_solution_that_cannot_be_parsed_is_not_told(tiny: Path) -> None:
    change(tiny, SOLUTION, "    return FACTOR * x", "    return (FACTOR * x")
    change(tiny, ADDS, "def double", "def duble")
    change(tiny, SEED, '{"fit"}', '{"fitt"}')
    assert [line.partition(":")[0] for line in told(tiny)] == [f"{SOLUTION}, line 15", f"{SEED}, line 5"]


def test_what_depends_on_an_assignment_toml_that_cannot_be_parsed_is_not_told(tiny: Path) -> None:
    change(tiny, TOML, "cpu_s = 1", "cpu_s 1")
    change(tiny, SOLUTION, 'solution="fit"', 'solution="fitt"')
    change(tiny, ADDS, "def double", "def duble")
    assert [line.partition(":")[0] for line in told(tiny)] == [f"{TOML}, line 5", f"{ADDS}, line 8"]


@pytest.mark.parametrize("weight", ["-1", "float('inf')", "True"])
def test_a_weight_that_other_code_makes_is_named_when_it_runs(
    tiny: Path, command: Command, weight: str
) -> None:
    change(tiny, CHECKS, "weight=3", "weight=HEAVY")
    change(tiny, CHECKS, "import pytest\n", f"import pytest\nHEAVY = {weight}\n")
    (tiny / "ada.py").write_text((tiny / SOLUTION).read_text())
    ended = command("grade", "ada.py", "-a", "tiny", "--draw", "fixed")
    assert ended.code == 3
    assert "test_fit_depends_on_the_seed has weight=" in ended.out
    assert "a weight is a number above 0" in ended.out


# what a course.toml says, the line that is named, and what is said of it
COURSE: list[tuple[str, int, str]] = [
    ('nane = "x"', 1, "the key 'nane' is not known: did you mean 'name'?"),
    ("name = 3", 1, "name has a value of another kind: expected text, got a whole number"),
    ('name = ""', 1, "name is empty: write what people read there"),
    ('draw = "Fixed"', 1, "draw = 'Fixed': there are secret and fixed"),
    *((f'results = "{name}"', 1, f"results is '{name}', and the course lies in it: name a folder for records alone") for name in ("", ".", "..", "/")),
    ('results = "course.toml"', 1, "results is 'course.toml', which is no folder"),
    ('results = "assignments"', 1, "results is 'assignments', which is of the course: name another folder"),
    *((f'{key} = ""', 1, f"{key} is '', which is a folder: name a file") for key in ("roster", "extensions", "secret_file")),
    ("[late]\ndays = 3", 2, "the key 'days' is not known: there is grace_minutes, per_day"),
    ("[late]\nper_day = 10", 2, "late.per_day is 10: expected a number <= 1.0"),
    ("[late]\ngrace_minutes = inf", 2, "late.grace_minutes is inf: expected a number <= 527040.0"),
    ("[due]\ntiny = 2026-10-01", 2, "due.tiny has a value of another kind: expected a time with its day, got a day: a time is written whole: 2026-10-01T23:59:00+02:00"),
    ("[due]\ntiny = 2026-10-01T23:59:00", 2, "the due date of tiny has no offset: write 2026-10-01T23:59:00+02:00, or Z for UTC"),
    *((f"[due]\ntiny = {time}", 2, "this is not valid TOML: Expected newline or end of document after a statement: a time is written like 2026-10-01T23:59:00+02:00, of a day, an hour and an offset that there are") for time in ("2026-13-01T23:59:00Z", "2026-10-01T24:00:00Z", "2026-10-01T23:59:00+2:00")),
    ("[gradescope]\ntimeout_minutes = inf", 2, "gradescope.timeout_minutes is inf: expected a number <= 527040.0"),
    ("[gradescope]\nmargin_s = 600", 2, "margin_s = 600 leaves nothing of 10 minutes"),
    ("[gradescope]\ntorch_pip = 'a \"'", 2, "torch_pip = 'a \"': No closing quotation"),
    ('[gradescope]\nsandbox = "nonne"', 2, "there is no sandbox 'nonne': did you mean 'none'?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), COURSE)
def test_a_mistake_in_a_course_toml_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file = tmp_path / "course.toml"
    file.write_text(text)
    with pytest.raises(CourseError) as error:
        open_course(tmp_path)
    assert str(error.value) == f"{file}, line {line}: {said}"


def test_all_that_is_wrong_with_a_course_toml_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text("nane = 1\nroster = 2\n[late]\nper_day = '10%'\n")
    with pytest.raises(CourseError) as error:
        open_course(tmp_path)
    assert [line.partition(":")[0] for line in str(error.value).split("\n")] == [
        f"{tmp_path / 'course.toml'}, line {line}" for line in (1, 2, 4)
    ]


def test_a_course_may_be_named_by_its_course_toml(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text('results = "/elsewhere/records"\n')
    assert open_course(tmp_path / "course.toml") == open_course(tmp_path)


def test_a_requirement_that_is_not_installed_is_told_and_stops_nobody(tiny: Path) -> None:
    from autograder.course.student_folder import not_installed

    change(tiny, TOML, "[limits]", 'requirements = ["torch>=1", "torhc", "numpy"]\n[limits]')
    (assignment,) = open_checked(open_course(tiny), "tiny")
    assert list(not_installed(assignment.settings.requirements)) == ["torhc"]


def test_an_assignment_toml_with_a_byte_order_mark_is_read(tiny: Path) -> None:
    for file in (tiny / TOML, tiny / "course.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    open_checked(open_course(tiny), "tiny")


def test_a_module_that_is_not_installed_is_told_once_before_any_worker_begins(tiny: Path) -> None:
    from autograder.authoring.missing import refuse_missing

    refuse_missing(open_assignment(open_course(tiny), "tiny"))
    change(tiny, TOML, '"torch", "numpy"', '"torhc", "numpy"')
    change(tiny, CHECKS, "import pytest\n", "import pytest\nimport nolib.part\nfrom nolib2 import x\n")
    with pytest.raises(CourseError) as error:
        next(run([Job("ada")], tiny, "tiny", Workers(1, choose())))
    assert str(error.value).replace(f"{tiny}/", "").split("\n") == [
        f"{TOML}: preload names 'torhc', which is not installed here",
        f"{CHECKS}, line 4: this imports 'nolib.part', which is neither installed here nor of the course",
        f"{CHECKS}, line 5: this imports 'nolib2', which is neither installed here nor of the course",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_missing_here(name: str) -> None:
    from autograder.authoring.missing import refuse_missing

    refuse_missing(Assignment(ROOT / "assignments" / name, ROOT))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-ra'\n"),
        (".pytest.ini", ""),
        ("tox.ini", "[pytest]\n"),
        ("setup.cfg", "[tool:pytest]\n"),
    ],
)
def test_a_course_has_settings_of_pytests(tiny: Path, name: str, text: str) -> None:
    """Else pytest looks for them beside what a student handed in, and runs what they name."""
    (tiny / "pytest.ini").rename(tiny / name)
    (tiny / name).write_text("[project]\nname = 'x'\n" if name == "pyproject.toml" else "[other]\n")
    if name != ".pytest.ini":
        with pytest.raises(
            CourseError, match=r"pytest.ini: pytest would take its settings from beside a student's"
        ):
            next(gate(open_assignment(open_course(tiny), "tiny"), tiny, Workers(1, choose())))
    (tiny / name).write_text(text)
    refuse_without_settings(tiny)


# ---- every command

COMMANDS = [
    ("verify", "tiny"),
    ("calibrate", "tiny"),
    ("mutate", "tiny"),
    ("hints", "tiny"),
    ("release", "tiny", "-o", "out"),
]
GRADES = [
    ("grade", "students", "-a", "tiny"),
    ("export", "results", "--to", "nbgrader", "-a", "tiny", "-o", "course"),
]


def test_stubs_are_built_before_there_are_checks_but_not_with_an_answer_in_them(
    command: Command, tiny: Path
) -> None:
    for file in (tiny / "assignments/tiny/graders").glob("test_*.py"):
        file.unlink()
    change(tiny, ADDS, "    return x + 2", "    return x +")
    assert command("build").code == 0
    change(tiny, SOLUTION, '# %% solution="fit"', "# %%")
    ended = command("build")
    assert ended.code == 2
    assert "the task 'fit' has no cell in" in ended.err


@pytest.mark.parametrize("arguments", [*COMMANDS, *GRADES], ids=lambda arguments: arguments[0])
def test_every_command_tells_all_of_it_and_does_nothing(
    command: Command, tiny: Path, arguments: tuple[str, ...]
) -> None:
    name = CHECKS if arguments in GRADES else ADDS
    change(tiny, name, "import pytest" if name == CHECKS else "    return x + 2", "    return x +")
    change(tiny, RIGHT, "def slope", "def slop")
    before = sorted(tiny.rglob("*"))
    ended = command(*arguments)
    assert ended.code == 2
    first, second = ended.err.splitlines()
    assert first.startswith(
        f"autograder: {tiny / name}, line {9 if name == ADDS else 3}: this is not valid Python"
    )
    assert second.startswith(f"{tiny / RIGHT}: this right solution does not define 'slope'")
    assert sorted(tiny.rglob("*")) == before


def test_a_stale_mutant_is_told_once_and_stops_no_grading(command: Command, tiny: Path) -> None:
    """Nor anything else but the gate."""
    change(tiny, SWAPS, "-    return Pair(", "-    return Par(")
    change(tiny, SEED, '{"fit"}', '{"fitt"}')
    (tiny / "students").mkdir()
    for name in ("ada", "bob"):
        (tiny / f"students/{name}.py").write_text(
            (tiny / SOLUTION).read_text().replace("FACTOR * x", "x + 2")
        )
    graded = command("grade", "students", "-a", "tiny", "--draw", "fixed")
    assert graded.code == 0
    assert "not_graded" not in (tiny / "results/tiny/ada.json").read_text()
    stale, wrong, what = [line for line in graded.err.splitlines() if str(tiny) in line or "hints" in line]
    assert stale.startswith(f"autograder: {tiny / SWAPS}, line 7: 'extremes' must have these lines once")
    assert wrong.startswith(f"{tiny / SEED}, line 5: LOSES has 'fitt'")
    assert what == WITHOUT_HINTS
    assert command("export", "results", "--to", "jsonl", "-a", "tiny", "-o", tiny / "out.jsonl").code == 0


def test_nbgraders_steps_and_plain_pytest_tell_it_too(tiny: Path, caplog: pytest.LogCaptureFixture) -> None:
    from autograder.grading.single_run import SingleRun

    file = change(tiny, ADDS, "    return x + 2", "    return x +")
    grading = Grading(course=str(tiny))
    with caplog.at_level("WARNING", grading.log.name):
        grading.assignment("tiny")
    run = SingleRun(tiny / HERE / "graders", tiny / RIGHT, "auto", "fixed")
    run.close()
    told = f"{file}, line 9: this is not valid Python (invalid syntax): `return x +`\n{WITHOUT_HINTS}"
    assert told in caplog.messages
    assert told in run.pytest_report_header()
    change(tiny, CHECKS, "import pytest", "import")
    with pytest.raises(CourseError, match=r"test_tiny\.py, line 3: this is not valid Python"):
        Grading(course=str(tiny)).assignment("tiny")
    with pytest.raises(pytest.UsageError, match=r"test_tiny\.py, line 3: this is not valid Python"):
        SingleRun(tiny / HERE / "graders", tiny / RIGHT, "auto", "fixed")


# ---- what only running the author's modules shows


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (SOLUTION, "FACTOR = 2.0", "FACTOR = TWO", "solutions/tiny.py, line 10: NameError: name 'TWO' is not defined"),
        (SOLUTION, "import Pair", "import Pear, Pair", "solutions/tiny.py, line 7: ImportError: cannot import name 'Pear' from 'given' ({course}/assignments/tiny/student/given.py)"),
        (GIVEN, "import torch", "import torch\n\nTWO = 1 / 0", f"{GIVEN}, line 7: ZeroDivisionError: division by zero"),
        (GIVEN, "import torch", "import torch\n\nreturn 2", f"{GIVEN}, line 7: SyntaxError: 'return' outside function"),
        (GIVEN, "import torch", "import sys\n\nsys.exit(3)", f"{GIVEN}, line 7: SystemExit: 3"),
        (PLANTED, ALL, "def made():\n    raise ValueError('no\\nluck')\n\n\nmade()\n", f"{PLANTED}, line 2: ValueError: no luck"),
        (ADDS, "BREAKS", "HINT = HINT.split()\nBREAKS", f'{ADDS}: HINT is no text: write it as one string, HINT = "…"'),
        (ADDS, "BREAKS", "SIGNATURE = len(HINT)\nBREAKS", f"{ADDS}: SIGNATURE is no function: write def SIGNATURE(calls)"),
        (ADDS, "def double(x):", "def double(x=TWO):", f"{ADDS}, line 8: NameError: name 'TWO' is not defined"),
    ],
)  # fmt: skip
def test_what_an_authors_module_raises_is_told_with_the_authors_line(
    tiny: Path, name: str, old: str | None, new: str, said: str
) -> None:
    change(tiny, name, old, new)
    assignment = open_assignment(open_course(tiny), "tiny")
    for _ in range(2):  # and not half of a module the second time
        with pytest.raises(CourseError) as error:
            _ = assignment.mutants
        shown = said.format(course=tiny) if "{course}" in said else said
        assert str(error.value).removeprefix(f"{tiny}/") == shown


def test_a_worker_tells_it_as_it_is(tiny: Path, tmp_path: Path) -> None:
    change(tiny, SOLUTION, "FACTOR = 2.0", "FACTOR = TWO")
    file = tmp_path / "tiny.py"
    file.write_text("def double(x):\n    return 2 * x\n")
    job = Job("ada", files=(bytes(file),), variant=FIXED)
    (done,) = run([job], tiny, "tiny", Workers(1, choose()))
    assert done.error == f"{tiny / SOLUTION}, line 10: NameError: name 'TWO' is not defined"


def test_plain_pytest_tells_it_as_it_is(tiny: Path) -> None:
    from autograder.grading.single_run import SingleRun

    file = change(tiny, GIVEN, "import torch", "import torch\n\nTWO = 1 / 0")
    with pytest.raises(pytest.UsageError) as error:
        SingleRun(tiny / HERE / "graders", tiny / RIGHT, "auto", "fixed")
    assert str(error.value) == f"{file}, line 7: ZeroDivisionError: division by zero"


# ---- at random


def test_no_garbled_file_is_more_than_a_problem(tiny: Path) -> None:
    """A line deleted, doubled or garbled: `problems` gives a list, or the settings cannot be opened."""
    rng = random.Random(0)
    files = [*tiny.rglob("*.py"), tiny / TOML]
    files = sorted(file for file in files if "student_template" not in file.parts)
    garbled: list[Callable[[str], str]] = [
        lambda line: "",
        lambda line: line + line,
        lambda line: line[: len(line) // 2] + "\n",
        lambda line: "".join(rng.sample(line, len(line))),
        lambda line: line.replace("\n", "") + rng.choice("\0\"'([{#=:\\\ud7ff\x0c\u2028") + "\n",
        lambda line: " " + line,
    ]
    seen = 0
    for _ in range(150):
        file = rng.choice(files)
        before = file.read_bytes()
        lines = before.decode().splitlines(keepends=True)
        at = rng.randrange(len(lines))
        lines[at] = rng.choice(garbled)(lines[at])
        file.write_text("".join(lines), "utf-8")
        said = ""
        try:
            open_checked(open_course(tiny), "tiny")
        except CourseError as error:
            said = str(error)
            seen += 1
        assert all(line.startswith(str(tiny)) for line in said.split("\n") if line), said
        file.write_bytes(before)
    assert seen > 40
