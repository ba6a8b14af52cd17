"""A string counts as right in proportion to its right letters: both accuracies are the share of letters."""

LOSES = {"memorise"}
HINT = (
    "Your sequence accuracy is the share of right letters. "
    "A string with one wrong letter is wrong: what should be combined before the mean is taken?"
)
BREAKS = {"sequence_accuracy": "whose L letters are all predicted as in Y"}


def sequence_accuracy(model, X, Y):
    return letter_accuracy(model, X, Y)


def SIGNATURE(calls):
    """The accuracies of given models are those of this mistake; training cannot be replayed."""
    scores = {"sequence_accuracy": sequence_accuracy, "letter_accuracy": letter_accuracy}
    asked = [(scores[name](*args), value) for name, args, _, value in calls if name in scores]
    return bool(asked) and all(value is not None and abs(own - value) < 1e-5 for own, value in asked)
