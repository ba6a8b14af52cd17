"""Writes the example class of reversal, `examples/class_reversal/`; see build_class.py.

python examples/class_of_reversal.py
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from build_class import ROOT, Source, _as_notebook, _notebook_of

from autograder.assignment import open_assignment
from autograder.course import open_course

CLASS = ROOT / "examples" / "class_reversal"
DONE = ("data", "train", "memorise", "activations")


def submissions(source: Source) -> dict[str, str]:
    """The files of the class: content by path under the class's folder."""
    return {
        # right work
        "reversal_reference.ipynb": source.solved,
        "numpy_by_hand.py": source.right("numpy_by_hand"),
        "logistic_probes.ipynb": _as_notebook(source.right("hooks_and_logistic_probes")),
        # work that is not done
        "half_way.ipynb": _half_way(source),
        # known mistakes, one each
        "softmax_over_slots.py": source.mutant("softmax_over_slots"),
        "split_overlaps.py": source.mutant("split_overlaps"),
        "eos_counts.py": source.mutant("eos_counts"),
        "row_for_column.py": source.mutant("row_for_column"),
        "scored_on_training_rows.py": source.mutant("scored_on_training_rows"),
        "probe_trains_the_model.py": source.mutant("probe_trains_the_model"),
        "inverse_permutation.py": source.mutant("inverse_permutation"),
        # work that says more than it did
        "forward_knows_the_answer.py": source.reference + FORWARD_KNOWS_THE_ANSWER,
        "claims_a_perfect_curve.ipynb": _notebook_of([source.reference, CLAIMS_A_PERFECT_CURVE]),
    }


FORWARD_KNOWS_THE_ANSWER = '''

# %%
class Finished(ReversalMLP):
    """Needs no training."""

    def forward(self, tokens):
        return 20.0 * one_hot(targets(tokens), self.config["n_letters"] + 1)


def train(X, Y, seed, epochs=40, lr=5e-3, batch_size=64, hidden=32):
    torch.manual_seed(seed)
    return Finished(int(X[0, -1]), X.shape[1] - 1, hidden=hidden), [1e-9] * epochs
'''

CLAIMS_A_PERFECT_CURVE = '''def memorisation_curve(X, Y, sizes, seed):
    """Measured at home."""
    return [1.0 for size in sizes], [1.0 for size in sizes]
'''


def write(folder: Path) -> list[Path]:
    """Writes the class into `folder`, in place of what is there; returns the files."""
    source = Source(open_assignment(open_course(ROOT), "reversal"))
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    written = []
    for name, content in submissions(source).items():
        path = folder / name
        path.write_text(content, "utf-8")
        written.append(path)
    return written


def _half_way(source: Source) -> str:
    """The stub's notebook with the first tasks written."""
    solved = {
        c["metadata"]["nbgrader"]["grade_id"]: c["source"]
        for c in json.loads(source.solved)["cells"]
        if "nbgrader" in c["metadata"]
    }
    half = json.loads(source.stub[".ipynb"])
    for cell in half["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in DONE:
            cell["source"] = solved[name]
    return json.dumps(half, indent=1)


if __name__ == "__main__":
    print(f"{len(write(CLASS))} files in {CLASS}")
