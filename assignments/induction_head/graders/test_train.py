"""Training, graded on the weights alone: accuracy on periods that it was not shown, and what the two heads do."""

from collections.abc import Callable
from types import ModuleType

import pytest
import torch
from planted import Circuit, Example
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Compare, Measure, Student, Variant, Weights

# two copies fill these, so nothing but the first copy can be looked at
LONG = (15, 16)
Data = tuple[Tensor, Tensor]  # sequences and their mask
Trained = Callable[[], TransformerBridge]


@pytest.fixture
def long_sequences(unseen: dict[int, Data]) -> Data:
    return torch.cat([unseen[p][0] for p in LONG]), torch.cat([unseen[p][1] for p in LONG])


@pytest.mark.task("train", weight=3)
def test_generalises(
    trained: Trained, unseen: dict[int, Data], reference: ModuleType, measure: Measure
) -> None:
    """Training reaches 95 % on held-out periods

    2, 3, 15 and 16, by default. A model that copies from a fixed distance reached .33 to .36 (bench/induction_head.md).
    """
    accuracies = [reference.accuracy(trained(), *data) for data in unseen.values()]
    measure("accuracy on unseen periods", sum(accuracies) / len(accuracies), at_least=0.95)


@pytest.mark.task("train", weight=2)
def test_heads(trained: Trained, long_sequences: Data, reference: ModuleType, measure: Measure) -> None:
    """One trained head attends to the token before, the other to what followed the same token earlier

    On periods 15 and 16, and only over the positions that matter. CALIBRATION.md has the margins.
    """
    induction = reference.induction_score(trained(), *long_sequences)[1, 0].item()
    previous = reference.previous_token_score(trained(), *long_sequences)[0, 0].item()
    measure("induction score of head 1.0", induction, at_least=0.6)
    measure("previous-token score of head 0.0", previous, at_least=0.8)


@pytest.mark.task("train", weight=1)
def test_both_heads_are_needed(
    trained: Trained, long_sequences: Data, reference: ModuleType, measure: Measure
) -> None:
    """With either head ablated, the trained model fails

    On periods 15 and 16, where guessing among the tokens seen gives 1/15. A model that fails anyway has no head to
    lose, so it has to succeed first.
    """
    tokens, mask = long_sequences
    following = tokens.roll(-1, dims=1)
    intact = reference.accuracy(trained(), tokens, mask)
    measure("accuracy with both heads", intact, at_least=0.9)
    for layer in range(2):
        said = reference.ablate_head(trained(), tokens, layer, 0).argmax(dim=2)
        left = (said == following)[mask].double().mean().item()
        measure(f"accuracy without head {layer}.0", left, at_most=0.2)


@pytest.mark.task("train", weight=1)
def test_the_seed_decides(
    student: Student, variant: Variant, as_vector: Callable[[Weights], Tensor], measure: Measure
) -> None:
    """The same seed gives the same weights, and another seed gives others

    Repeated in one process on one thread, training is bitwise equal; 1e-4 leaves room for other threads and
    instruction sets. Two seeds differ by ten times the 1e-2 that is asked for (CALIBRATION.md).
    """
    one, two = variant.rng("same or other").choice(10_000, 2, replace=False).tolist()
    first, again, other = (as_vector(student.train(seed=s, steps=10)[0]) for s in (one, one, two))
    repeated = (first - again).abs().max().item()
    measure("largest difference between two runs of one seed", repeated, at_most=1e-4)
    measure("largest difference between two seeds", (first - other).abs().max().item(), at_least=1e-2)


@pytest.mark.task("train", weight=1)
def test_accuracy(compare: Compare, circuits: list[Circuit], example: Example) -> None:
    """Accuracy is counted over the determined positions, against the next token

    On a planted circuit, which is right on some of these sequences and wrong on others. One answer that hangs on
    rounding would change the share by less than 0.01.
    """
    compare("accuracy", circuits[0].model, example.tokens, example.mask, atol=0.01)
