"""The example class of the capstone."""

from __future__ import annotations

from examples.material import Source, notebook_of, plain_notebook

DONE = ("causal", "interchange", "accuracy", "probe", "scrub")

FULL = 100.0
LOSES: dict[str, set[str]] = {
    "capstone_reference": set(),
    "closed_form": set(),
    "half_way": {"choose", "align", "explain"},
    "basis_as_it_is": {"interchange"},
    "only_shuffled": {"scrub"},
    "copies_not_looked_for": {"choose"},
    "half_truth_half_copy": {"explain"},
    "output_as_a_variable": {"explain"},
    "a_site_that_holds_nothing": {"explain"},
    "shares_made_up": {"accuracy", "scrub"},
    "anything_is_explained": {"choose", "align", "explain"},
}
TOLD = {"only_shuffled": {"scrub": "Your noise is as loud as what it replaces."}}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by path under the class's folder."""
    return {
        # right work
        "capstone_reference.ipynb": source.solved,
        "closed_form.ipynb": plain_notebook(source.right("numpy_closed_form")),
        # work that is not done
        "half_way.ipynb": source.half_done(DONE),
        # known mistakes, one each
        "basis_as_it_is.py": source.mutant("basis_as_it_is"),
        "only_shuffled.py": source.mutant("only_shuffled"),
        "copies_not_looked_for.py": source.mutant("copies_not_looked_for"),
        # explanations that look right
        "half_truth_half_copy.py": source.mutant("half_truth_half_copy"),
        "output_as_a_variable.py": source.mutant("output_as_a_variable"),
        "a_site_that_holds_nothing.py": source.mutant("a_site_that_holds_nothing"),
        # work that says more than it did
        "shares_made_up.ipynb": notebook_of([source.reference, SHARES_MADE_UP]),
        "anything_is_explained.py": source.reference + ANYTHING_IS_EXPLAINED,
    }


SHARES_MADE_UP = '''def interchange_accuracy(model, explanation, name, base, source):
    """Measured at home: all of them are perfect."""
    return 1.0, 1.0


def scrubbed_accuracy(model, explanation, name, base, source, others, R):
    """Robust too."""
    return 1.0, 1.0
'''

ANYTHING_IS_EXPLAINED = '''

# %%
def choose_algorithm(model, causal_models):
    """All are equally likely."""
    causal = causal_models[0]
    return 0, [Place((v.name,), 1, (0,)) for v in causal.inner]


def learn_alignment(model, causal, place):
    """Any subspace is some variable's."""
    sizes = {v.name: dimensions(v) for v in causal.inner}
    return {
        name: tuple(Site(place.layer, x, torch.eye(D)[:, : sizes[name]]) for x in place.positions)
        for name in place.names
    }


def explain(model):
    """The first hypothesis is as good as any."""
    index, places = choose_algorithm(model, hypotheses())
    causal, sites = hypotheses()[index], {}
    for place in places:
        sites |= learn_alignment(model, causal, place)
    return Explanation(causal, sites)
'''
