"""Scrubbed accuracies, by value; again no answer hangs on a thin margin."""

from types import ModuleType

import pytest
from explanation import Explanation, Site
from given import CHAINS
from planted import Planted, plant, relabelled
from questions import blurred, clear_scrubs, with_output

from autograder.checks import Compare, Variant


@pytest.mark.task("scrub", weight=2)
@pytest.mark.parametrize(("network", "name"), [("copies", "u"), ("together", "u"), ("alone", "u")])
def test_scrubbed(
    compare: Compare,
    reference: ModuleType,
    variant: Variant,
    practised: dict[str, Planted],
    network: str,
    name: str,
) -> None:
    """The shares are right with everything scrubbed that no variable's sites span

    The sites are not quite right, so the noise breaks some pairs.
    """
    rng, planted = variant.rng(f"scrub {network}"), practised[network]
    explanation = blurred(rng, planted, name, 0.6)
    drawn = clear_scrubs(rng, reference, planted.model, explanation, name)
    compare("scrubbed_accuracy", planted.model, explanation, name, *drawn)


@pytest.mark.task("scrub")
def test_two_layers(compare: Compare, reference: ModuleType, variant: Variant) -> None:
    """Where variables live at several layers, each place is scrubbed at its own

    The output is the last variable, whatever it is called; and the same network can come again, with other pairs and
    with other weights. In the end u has a site at its position in either layer, as it is in the second and turned away in
    the first, where the noise breaks it unless what the second names is kept there, too.
    """
    rng = variant.rng("two layers")
    planted = plant(rng, str(rng.choice(["equality", "comparison", "max_of_mins"])), "late")
    explanation = with_output(blurred(rng, planted, "v", 0.6), "answer")
    drawn = [clear_scrubs(rng, reference, planted.model, explanation, "v") for _ in range(2)]
    fewest = min(len(base) for base, *_ in drawn)
    calls = [[part[:fewest] for part in parts] + [R] for *parts, R in drawn]
    asked = [(planted.model, explanation, "v", *call) for call in calls]
    compare.in_turn("scrubbed_accuracy", *asked, (relabelled(planted.model), *asked[0][1:]))
    later = tuple(Site(2, site.position, site.basis) for site in planted.truth.sites["u"])
    turned = blurred(rng, planted, "u", 0.6).sites["u"]
    twice = Explanation(planted.truth.causal, planted.truth.sites | {"u": turned + later})
    compare(
        "scrubbed_accuracy",
        planted.model,
        twice,
        "v",
        *clear_scrubs(rng, reference, planted.model, twice, "v"),
    )


@pytest.mark.task("scrub")
def test_sources_are_not_scrubbed(compare: Compare, reference: ModuleType, variant: Variant) -> None:
    """What a site gets is of a clean run on the source, also where the noise around another site would have broken it

    v is computed from u, whose site is turned away.
    """
    rng = variant.rng("clean sources")
    planted = plant(rng, str(rng.choice(list(CHAINS))), "chain")
    explanation = blurred(rng, planted, "u", 1.5)
    drawn = clear_scrubs(rng, reference, planted.model, explanation, "v")
    compare("scrubbed_accuracy", planted.model, explanation, "v", *drawn)
