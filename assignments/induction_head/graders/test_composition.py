"""K-composition by value."""

import pytest
from planted import Example, blank, random_model
from transformer_lens import TransformerBridge

from autograder.checks import Compare, Variant


@pytest.mark.task("composition")
@pytest.mark.parametrize("n_heads", [3, 2])
def test_k_composition(
    compare: Compare, example: Example, other: TransformerBridge, variant: Variant, n_heads: int
) -> None:
    """The K-composition of each pair of heads is right, also where the same model comes again with other weights

    Scores are between .1 and .4 here; right answers in float32 and in float64 differ by 1e-7.
    """
    model = random_model(
        variant.rng(f"composition {n_heads}"), blank(n_heads, d_model=20, d_head=3 * n_heads)
    )
    compare("k_composition", model, atol=1e-4)
    compare.in_turn("k_composition", (example.model,), (other,), atol=1e-4)
