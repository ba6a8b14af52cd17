"""Writes the example class: submissions of parity as real classes hand them in, and worse.

Each is made from the reference by a small change, so that the class follows the assignment. Run it after a change of
`solutions/parity.py`; a test holds `examples/class/` in step, and `tests/test_examples.py` says what each must score.

    python examples/build_class.py
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

from autograder.assignment import Assignment, open_assignment
from autograder.build import as_notebook, source_cells
from autograder.course import open_course

ROOT = Path(__file__).parents[1]
CLASS = ROOT / "examples" / "class"


class Source:
    """The material that submissions are made of."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.reference = assignment.solution.read_text("utf-8").split("# ---\n\n", 1)[-1]
        self.stub = {
            form: (assignment.folder / f"{assignment.name}{form}").read_text("utf-8")
            for form in (".py", ".ipynb")
        }
        self.solved = as_notebook(assignment, source_cells(assignment))

    def mutant(self, name: str) -> str:
        """The reference with the functions of a known mistake in place of its own."""
        text = (self.assignment.folder / "mutants" / f"{name}.py").read_text("utf-8")
        return self.reference + "\n\n# %%\n" + _functions_only(text)

    def right(self, name: str) -> str:
        return self.assignment.right[name].read_text("utf-8")

    def with_ablate(self, body: str, before: str = "") -> str:
        """The reference with this body for `ablate`."""
        function = f'{before}def ablate(model, X, neuron, mode="zero"):\n' + _indented(body)
        return self.reference + "\n\n# %%\n" + function


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by path under the class's folder."""
    return {
        # right work, as files of every form
        "reference_module.py": source.reference,
        "reference_notebook.ipynb": source.solved,
        "reference_in_a_zip.zip": _zip(source),
        "numpy_by_hand.py": source.right("numpy_closed_form"),
        "hooks_and_jacobians.ipynb": _as_notebook(source.right("hooks_and_jacobians")),
        "plots_and_training.ipynb": _lived_in(source),
        # work that is not done
        "stub_unchanged.py": source.stub[".py"],
        "half_done.ipynb": _half_done(source),
        # known mistakes, one each
        "mean_for_zero.py": source.mutant("mean_for_zero"),
        "sweep_accumulates.py": source.mutant("sweep_accumulates"),
        "weights_left_changed.py": source.mutant("weights_left_changed"),
        "nan_on_dead_unit.py": source.mutant("nan_on_dead_unit"),
        "gradient_accumulates.py": source.mutant("gradient_accumulates"),
        "signed_argmax.py": source.mutant("signed_argmax"),
        "seed_ignored.py": source.mutant("seed_ignored"),
        # work that no grader should meet unprotected
        "loops_for_ever.py": source.with_ablate("while True:\n    pass"),
        "eats_memory.py": source.with_ablate("hoard = []\nwhile True:\n    hoard.append(torch.ones(2**24))"),
        "exits.py": source.with_ablate("os._exit(0)", before="import os\n\n\n"),
        "prints_a_gigabyte.py": source.with_ablate(
            'for _ in range(2**20):\n    print("x" * 1023)\nreturn model(X)'
        ),
        "equal_to_everything.py": EQUAL_TO_EVERYTHING,
        # files that cannot be read
        "latin_1.py": source.reference.replace("# A network", "# Eine schöne Übung: a network").encode(
            "latin-1", "replace"
        ),
        "not_python.py": "Dear TA,\n\nmy laptop broke, here is what I remember:\n\nfirst you train the network, then...\n",
        "both_forms_changed/parity.py": source.mutant("mean_for_zero"),
        "both_forms_changed/parity.ipynb": source.solved,
        "empty.ipynb": "",
    }


EQUAL_TO_EVERYTHING = '''"""Every function returns an object that says yes to whatever it is asked."""


class Yes:
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return Yes()

    def __call__(self, *args, **kwargs):
        return Yes()

    def __getitem__(self, index):
        return Yes()

    def __float__(self):
        return 1.0

    __lt__ = __le__ = __gt__ = __ge__ = __eq__


def yes(*args, **kwargs):
    return Yes()


train = hidden_activations = label_correlation = ablate = ablation_sweep = yes
logit_difference_terms = saliency = mean_abs_saliency = explain = yes
noisy_accuracy = train_four_bits = snapshots = yes


def parity_by_heart(bits):
    return sum(bits) % 2
'''


def write(folder: Path) -> list[Path]:
    """Writes the class into `folder`, in place of what is there; returns the files."""
    course = open_course(ROOT)
    source = Source(open_assignment(course, "parity"))
    if folder.exists():
        shutil.rmtree(folder)
    written = []
    for name, content in submissions(source).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        written.append(path)
    return written


def _functions_only(mutant: str) -> str:
    """A mutant's file without what names it as one."""
    text = re.sub(r'^""".*?"""\n', "", mutant, flags=re.S)
    text = re.sub(r"^(LOSES|HINT|EQUIVALENT) = (\(.*?^\)|.*?$)\n", "", text, flags=re.S | re.M)
    return re.sub(r"^def SIGNATURE.*?(?=^\S)", "", text, flags=re.S | re.M).strip() + "\n"


def _indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.splitlines())


def _zip(source: Source) -> bytes:
    """The notebook as a system's archiver packs a folder, with a module of the student's own beside it."""
    cells = json.loads(source.solved)
    for cell in cells["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "direct":
            cell["source"] = "from my_terms import logit_difference_terms"
    terms = next(
        str(c.source) for c in source_cells(source.assignment) if c.metadata.get("solution") == "direct"
    )
    module = "import torch\nfrom given import TinyMLP\nfrom torch import Tensor\n\n\n" + terms.replace(
        "hidden_activations(model, X)", "model.act(model.fc1(X))"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("parity/parity.ipynb", json.dumps(cells)),
            ("parity/my_terms.py", module),
            ("__MACOSX/parity/._parity.ipynb", "\0\5\26\7"),
            ("parity/.DS_Store", "\0\0\0\1Bud1"),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return packed.getvalue()


def _as_notebook(module: str) -> str:
    """A plain notebook without nbgrader's metadata: each top-level block a cell."""
    blocks = [block.strip("\n") for block in re.split(r"\n\n\n+", module) if block.strip()]
    return _notebook_of(blocks)


def _notebook_of(blocks: list[str]) -> str:
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{i}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": text,
        }
        for i, text in enumerate(blocks)
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _lived_in(source: Source) -> str:
    """The reference as somebody worked in it: magics, plots, training at top level, a constant, cells that fail."""
    cells = json.loads(source.solved)["cells"]
    made = {c["metadata"].get("nbgrader", {}).get("grade_id"): "".join(c["source"]) for c in cells}
    given = next("".join(c["source"]) for c in cells if "from given import" in "".join(c["source"]))
    noise = made["noise"].replace('"""The exact', 'f"""The exact')
    blocks = [
        "%matplotlib inline\n!pip install seaborn\n%load_ext autoreload",
        given + "\nX, y = parity_data(3)\nBROKEN_AT = 0.5",
        made["train"],
        "%%time\nmodel, losses = train(X, y, seed=3, epochs=20000)\nplt.plot(losses); plt.show()",
        made["activations"],
        "H = hidden_activations(model, X)\nplt.imshow(H)\nassert H.shape == (8, 6)\nH[99]",
        made["ablation"],
        "for j in range(6):\n    print(j, ablate(model, X, j))",
        made["direct"],
        "terms, bias = logit_difference_terms(model, X",
        made["saliency"],
        made["explain"].replace("<= 0.5", "<= BROKEN_AT"),
        "explain(model, X, y)",
        noise,
        made["four_bits"],
        made["snapshots"],
    ]
    return _notebook_of(blocks)


def _half_done(source: Source) -> str:
    """The stub's notebook with the first three tasks written."""
    solved = {
        c["metadata"]["nbgrader"]["grade_id"]: c["source"]
        for c in json.loads(source.solved)["cells"]
        if "nbgrader" in c["metadata"]
    }
    half = json.loads(source.stub[".ipynb"])
    for cell in half["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in ("train", "activations", "ablation"):
            cell["source"] = solved[cell["metadata"]["nbgrader"]["grade_id"]]
    return json.dumps(half, indent=1)


if __name__ == "__main__":
    print(f"{len(write(CLASS))} files in {CLASS}")
