"""Grades 24 of the example submissions, a mix of all assignments, and says where the results are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DEMO = {
    "parity": [
        "reference_notebook.ipynb",
        "numpy_by_hand.py",
        "mean_for_zero.py",
        "half_done.ipynb",
        "loops_for_ever.py",
        "equal_to_everything.py",
    ],
    "reversal": [
        "logistic_probes.ipynb",
        "scored_on_training_rows.py",
        "split_overlaps.py",
        "forward_knows_the_answer.py",
    ],
    "bigram_lesions": [
        "numpy_closed_form.py",
        "zero_for_deleted.py",
        "words_with_markup.py",
        "lesions_only.ipynb",
    ],
    "logit_decomposition": [
        "gradients_and_helpers.ipynb",
        "layers_swapped.py",
        "imports_the_old_class.py",
        "loudest_neuron.py",
    ],
    "induction_head": [
        "hooks_in_a_zip.zip",
        "fixed_period.py",
        "guesses_the_circuit.py",
    ],
    "sae": [
        "samples_and_projection.ipynb",
        "no_b_enc.py",
        "many_to_one.py",
    ],
}


def main() -> int:
    """The highest exit code of the assignments' runs."""
    codes = []
    for name, files in DEMO.items():
        paths = [str(HERE / "class" / name / file) for file in files]
        command = [sys.executable, "-m", "autograder", "grade", *paths, "-a", name, "-j", "2"]
        codes.append(subprocess.run([*command, "--course", str(HERE.parent)]).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
