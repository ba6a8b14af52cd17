"""The example class of the induction head."""

from __future__ import annotations

from material import Source, plain_notebook

DONE = ("data", "look", "detect")


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by name."""
    return {
        # right work
        "induction_reference.ipynb": source.solved,
        "numpy_and_plain_tensors.py": source.right("numpy_by_hand"),
        "hooks_and_ablation.ipynb": plain_notebook(source.right("hooks_and_ablation")),
        # work that is not done
        "looks_only.ipynb": source.half_done(DONE),
        # known mistakes, one each
        "fixed_period.py": source.mutant("fixed_period"),
        "duplicates_for_followers.py": source.mutant("duplicates_for_followers"),
        "mean_of_one_sequence.py": source.mutant("mean_of_one_sequence"),
        "scores_edited.py": source.mutant("scores_edited"),
        "q_for_k.py": source.mutant("q_for_k"),
        "attention_alone.py": source.mutant("attention_alone"),
        # work that says more than it did
        "forward_knows_the_answer.py": source.reference + FORWARD_KNOWS_THE_ANSWER,
        "guesses_the_circuit.py": _stub_with(source, GUESSES_THE_CIRCUIT),
    }


def _stub_with(source: Source, functions: str) -> str:
    return source.stub[".py"] + functions


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
