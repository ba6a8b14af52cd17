"""The example class of reversal."""

from __future__ import annotations

from examples.material import Source, notebook_of, plain_notebook

DONE = ("data", "train", "memorise", "activations")

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "reversal_reference": set(),
    "numpy_by_hand": set(),
    "logistic_probes": set(),
    "half_way": {"probes", "ablation", "influence", "explain", "transformer", "patching"},
    "softmax_over_slots": {"train", "memorise"},
    "split_overlaps": {"data"},
    "eos_counts": {"memorise"},
    "row_for_column": {"ablation", "explain"},
    "scored_on_training_rows": {"probes"},
    "probe_trains_the_model": {"probes"},
    "inverse_permutation": {"explain"},
    "forward_knows_the_answer": {"train", "memorise"},
    "claims_a_perfect_curve": {"memorise"},
}
TOLD = {"row_for_column": {"ablation": "You replace one string's activations and not one neuron's."}}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by path under the class's folder."""
    return {
        # right work
        "reversal_reference.ipynb": source.solved,
        "numpy_by_hand.py": source.right("numpy_by_hand"),
        "logistic_probes.ipynb": plain_notebook(source.right("hooks_and_logistic_probes")),
        # work that is not done
        "half_way.ipynb": source.half_done(DONE),
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
        "claims_a_perfect_curve.ipynb": notebook_of([source.reference, CLAIMS_A_PERFECT_CURVE]),
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

CLAIMS_A_PERFECT_CURVE = '''def models_by_size(X, Y, sizes, seed):
    """Measured at home: all of them are perfect."""
    model, _ = train(X, Y, seed)
    return [(model, torch.arange(size)) for size in sizes]
'''
