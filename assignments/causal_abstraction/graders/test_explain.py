"""An explanation, graded by carrying it out. docs/grading-explanations.md says what each gate is for."""

from __future__ import annotations

import pytest
from carry_out import ENTRIES, INTERCHANGED, SCRUBBED, form_of, measured
from planted import Planted, turned

from autograder.checks import Measure, Student, Variant, fail


@pytest.mark.task("explain")
@pytest.mark.parametrize("form", ["copies", "together", "alone", "three"])
def test_explanation(
    student: Student, variant: Variant, measure: Measure, networks: dict[str, Planted], form: str
) -> None:
    """The explanation holds when it is carried out

    Of a network with a variable in two copies, of one with two variables at one position, of one that computes something
    else than a tree, and of one with three variables. All of the gates have to hold; of what was planted only the size of the tables is used.
    One of them comes after its like, as other weights of the same network: the same in another basis, so that what was
    found there is no good here.
    """
    planted = networks[form]
    if form == "together":
        held = student.hold(turned(planted.model, variant.rng("turned")))
        student.explain(held)
        explanation = student.explain(student.put(held, planted.model))
    else:
        explanation = student.explain(planted.model)
    if said := form_of(explanation):
        fail(f"explain: {said}")
    entries = sum(v.table.numel() for v in planted.truth.causal.variables)
    m = measured(planted.model, explanation, variant.rng(f"pairs {form}"))
    measure("outputs that the causal model gives", m.fits, at_least=1.0)
    measure("dimensions that no variable of so many values has", m.excess, at_most=0)
    measure("values that nothing tells apart", m.idle, at_most=0)
    measure("variables that are a function of the output or of one input", m.trivial, at_most=0)
    measure(
        "entries of the tables, as a share of those of the algorithm", m.entries / entries, at_most=ENTRIES
    )
    measure("interchange accuracy", m.interchange, at_least=INTERCHANGED)
    measure("interchange accuracy of two variables at once", m.joint, at_least=INTERCHANGED)
    measure("interchange accuracy, the rest scrubbed", m.scrubbed, at_least=SCRUBBED)
    measure("inputs on which a site alone tells the value", m.readable, at_least=INTERCHANGED)
