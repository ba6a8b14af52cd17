"""The example class of parity: submissions as real classes hand them in, and worse."""

from __future__ import annotations

import io
import json
import zipfile

from autograder.course.stubs import source_cells
from examples.material import Source, notebook_of, plain_notebook

ALL = {"train", "activations", "ablation", "direct", "saliency", "explain", "noise", "four_bits", "snapshots"}
FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "mean_for_zero": {"ablation"},
    "sweep_accumulates": {"ablation"},
    "weights_left_changed": {"ablation"},
    "nan_on_dead_unit": {"activations"},
    "gradient_accumulates": {"saliency"},
    "signed_argmax": {"explain"},
    "seed_ignored": {"train"},
    "eats_memory": {"ablation"},
    "exits": {"ablation"},
    "never_counts_on": {"snapshots"},
    "prints_a_gigabyte": {"ablation"},
    "half_done": {"direct", "saliency", "explain", "noise", "four_bits", "snapshots"},
    "stub_unchanged": ALL,
    "equal_to_everything": ALL,
    "reference_module": set(),
    "reference_notebook": set(),
    "reference_in_a_zip": set(),
    "numpy_by_hand": set(),
    "hooks_and_jacobians": set(),
    "plots_and_training": set(),
}
REJECTED = {
    "both_forms_changed": "both `parity.py` and `parity.ipynb` were changed",
    "empty": "is empty",
    "latin_1": "not UTF-8",
    "not_python": "not valid Python",
}
TOLD = {
    "mean_for_zero": {"ablation": "Your zero-ablation gives what mean-ablation gives"},
    "never_counts_on": {"snapshots": "snapshots used more than 25 s of processor time"},
    "eats_memory": {"ablation": "used more than 1024 MB of memory"},
    "exits": {"ablation": "ended the Python process"},
    "prints_a_gigabyte": {"ablation": "printed more than 8 MB"},
}
SLOW = {"never_counts_on"}  # 25 s of processor time, which is the limit


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by path under the class's folder."""
    return {
        # right work, as files of every form
        "reference_module.py": source.reference,
        "reference_notebook.ipynb": source.solved,
        "reference_in_a_zip.zip": _zip(source),
        "numpy_by_hand.py": source.right("numpy_closed_form"),
        "hooks_and_jacobians.ipynb": plain_notebook(source.right("hooks_and_jacobians")),
        "plots_and_training.ipynb": _lived_in(source),
        # work that is not done
        "stub_unchanged.py": source.stub[".py"],
        "half_done.ipynb": source.half_done(("train", "activations", "ablation")),
        # known mistakes, one each
        "mean_for_zero.py": source.mutant("mean_for_zero"),
        "sweep_accumulates.py": source.mutant("sweep_accumulates"),
        "weights_left_changed.py": source.mutant("weights_left_changed"),
        "nan_on_dead_unit.py": source.mutant("nan_on_dead_unit"),
        "gradient_accumulates.py": source.mutant("gradient_accumulates"),
        "signed_argmax.py": source.mutant("signed_argmax"),
        "seed_ignored.py": source.mutant("seed_ignored"),
        # work that no grader should meet unprotected
        "never_counts_on.py": source.reference + NEVER_COUNTS_ON,
        "eats_memory.py": _with_ablate(
            source, "hoard = []\nwhile True:\n    hoard.append(torch.ones(2**24))"
        ),
        "exits.py": _with_ablate(source, "os._exit(0)", before="import os\n\n\n"),
        "prints_a_gigabyte.py": _with_ablate(
            source, 'for _ in range(2**20):\n    print("x" * 1023)\nreturn model(X)'
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


NEVER_COUNTS_ON = """

# %%
def snapshots(X, y, seed, every=50, epochs=500):
    epoch = 0
    while epoch <= epochs:
        model, _ = train(X, y, seed, epochs=epoch)
        kept = [model]
    return kept
"""

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


def _with_ablate(source: Source, body: str, before: str = "") -> str:
    """The reference with this body for `ablate`."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f'{source.reference}\n\n# %%\n{before}def ablate(model, X, neuron, mode="zero"):\n{lines}'


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
    return notebook_of(blocks)
