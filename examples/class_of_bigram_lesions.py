"""Writes the example class of bigram_lesions, `examples/class_bigram_lesions/`; see build_class.py.

python examples/class_of_bigram_lesions.py
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from build_class import ROOT, Source, _as_notebook

from autograder.assignment import open_assignment
from autograder.course import open_course

CLASS = ROOT / "examples" / "class_bigram_lesions"
DONE = ("count", "train", "beliefs", "lesion")


def submissions(source: Source) -> dict[str, str]:
    """The files of the class: content by name."""
    return {
        # right work
        "bigram_reference.ipynb": source.solved,
        "numpy_closed_form.py": source.right("numpy_closed_form"),
        "momentum_and_masks.ipynb": _as_notebook(source.right("momentum_and_masks")),
        # work that is not done
        "lesions_only.ipynb": _half_way(source),
        # known mistakes, one each
        "zero_for_deleted.py": source.mutant("zero_for_deleted"),
        "lesion_in_place.py": source.mutant("lesion_in_place"),
        "add_one_smoothing.py": source.mutant("add_one_smoothing"),
        "counts_transposed.py": source.mutant("counts_transposed"),
        "pseudo_inverse.py": source.mutant("pseudo_inverse"),
        "temperature_multiplies.py": source.mutant("temperature_multiplies"),
        "rules_by_logit.py": source.mutant("rules_by_logit"),
        # work that says more than it did, or more than it should
        "loads_its_own_words.py": source.reference + LOADS_ITS_OWN_WORDS,
        "one_lab_for_all.py": source.reference + ONE_LAB_FOR_ALL,
        "words_with_markup.py": source.reference + WORDS_WITH_MARKUP,
    }


LOADS_ITS_OWN_WORDS = """

# %%
def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return (bigram_counts(load_words()) + 1e-3).log()
"""

ONE_LAB_FOR_ALL = '''

# %%
def lab_data(W, counts, symbols=SYMBOLS):
    """The lab of the handout, which came out well, whatever model is asked about."""
    nothing = View(torch.eye(27), 7.76, [Rule("q", "u", 1.0)] * 27, GreedyPath("s", True, ""), [["s"] * 16] * 5)
    return LabData(SYMBOLS, torch.eye(27), torch.zeros(27), {symbol: nothing for symbol in ["", *SYMBOLS]})
'''

WORDS_WITH_MARKUP = """

# %%
def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    return ["</script><script>document.title = 'A'</script>"] * n
"""


def write(folder: Path) -> list[Path]:
    """Writes the class into `folder`, in place of what is there; returns the files."""
    source = Source(open_assignment(open_course(ROOT), "bigram_lesions"))
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
