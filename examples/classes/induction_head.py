"""The example class of the induction head: training is the dear part, so few of them train."""

from __future__ import annotations

import io
import zipfile

from examples.material import Source, plain_notebook

DONE = ("data", "look", "detect")

ALL = {"data", "train", "look", "detect", "cause", "composition", "circuit", "build", "snapshots"}
FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "induction_reference": set(),
    "numpy_and_plain_tensors": set(),
    "hooks_in_a_zip": set(),
    "looks_only": {"train", "cause", "composition", "circuit", "build", "snapshots"},
    "fixed_period": {"train"},
    "three_mistakes": {"detect", "cause", "circuit"},
    "forward_knows_the_answer": {"train", "snapshots"},
    "guesses_the_circuit": ALL,  # but for a head found by luck
    "looks_for_the_answer": ALL,
}
REJECTED = {"cut_off": "it is not a notebook"}
TOLD = {
    "fixed_period": {"train": "copies from a fixed distance"},
    "three_mistakes": {
        "detect": "duplicate-token head",
        "cause": "A mean over one sequence is the sequence itself",
        "circuit": "You go by K-composition alone",
    },
}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by name."""
    return {
        # right work
        "induction_reference.ipynb": source.solved,
        "numpy_and_plain_tensors.py": source.right("numpy_by_hand"),
        "hooks_in_a_zip.zip": _zip(
            "induction_head.ipynb", plain_notebook(source.right("hooks_and_ablation"))
        ),
        # work that is not done
        "looks_only.ipynb": source.half_done(DONE),
        # known mistakes
        "fixed_period.py": source.mutant("fixed_period"),
        "three_mistakes.py": source.mutant(
            "duplicates_for_followers", "mean_of_one_sequence", "k_composition_alone"
        ),
        # work that says more than it did, or wants to know more than it should
        "forward_knows_the_answer.py": source.reference + FORWARD_KNOWS_THE_ANSWER,
        "guesses_the_circuit.py": source.stub[".py"] + GUESSES_THE_CIRCUIT,
        "looks_for_the_answer.py": source.stub[".py"] + LOOKS_FOR_THE_ANSWER,
        # a file that cannot be read
        "cut_off.ipynb": source.solved[: len(source.solved) // 2],
    }


def _zip(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return packed.getvalue()


FORWARD_KNOWS_THE_ANSWER = '''

# %%
def train(seed, steps=700, periods=PERIODS, n_heads=1):
    """An untrained model whose forward looks the answer up."""
    model = new_model(seed, n_heads)

    def forward(tokens):
        logits = torch.zeros(*tokens.shape, VOCABULARY)
        for row, query, key in induction_targets(tokens).nonzero().tolist():
            logits[row, query, tokens[row, key]] += 1.0
        return logits

    model.forward = model.original_model.forward = forward
    return model, [0.0] * steps
'''

GUESSES_THE_CIRCUIT = """

# %%
def find_circuit(model):
    return (0, 2), (1, 1)
"""

LOOKS_FOR_THE_ANSWER = '''

# %%
def find_circuit(model):
    """The answer stands somewhere in memory, or in a file that one only has to find."""
    import gc
    import inspect
    import sys
    from pathlib import Path

    for thing in [*gc.get_objects(), *(value for f in inspect.stack() for value in f.frame.f_locals.values())]:
        if hasattr(type(thing), "induction"):
            return (0, thing.previous), (1, thing.induction)
    for folder in [*sys.path, "..", "../..", "assignments/induction_head", "/autograder/source"]:
        if (Path(folder) / "planted.py").exists():
            names = {"__name__": "planted"}
            exec((Path(folder) / "planted.py").read_text(), names)
            found = names["planted_circuit"](names["np"].random.default_rng(0), (False, False))
            return (0, found.previous), (1, found.induction)
    return (0, 0), (1, 0)
'''
