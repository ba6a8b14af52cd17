"""The example class of bigram lesions."""

from __future__ import annotations

from examples.material import Source, plain_notebook

DONE = ("count", "train", "beliefs", "lesion")

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "bigram_reference": set(),
    "numpy_closed_form": set(),
    "momentum_and_masks": set(),
    "lesions_only": {"length", "loss", "sampling", "program", "lab", "soft", "rows", "languages"},
    "zero_for_deleted": {"lesion", "lab"},
    "lesion_in_place": {"lesion", "lab"},
    "add_one_smoothing": {"train"},
    "counts_transposed": {"count", "train", "loss", "rows", "languages"},
    "pseudo_inverse": {"length", "lab"},
    "temperature_multiplies": {"sampling"},
    "rules_by_logit": {"program", "lab"},
    "loads_its_own_words": {"train"},
    "one_lab_for_all": {"lab"},
    "words_with_markup": {"sampling", "lab"},
}
TOLD = {"zero_for_deleted": {"lesion": "A logit of 0 is not a probability of 0"}}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by name."""
    return {
        # right work
        "bigram_reference.ipynb": source.solved,
        "numpy_closed_form.py": source.right("numpy_closed_form"),
        "momentum_and_masks.ipynb": plain_notebook(source.right("momentum_and_masks")),
        # work that is not done
        "lesions_only.ipynb": source.half_done(DONE),
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
