"""The prediction is the largest of the letters' logits: <eos> is not among the candidates."""

LOSES = {"memorise"}
HINT = (
    "You look for the largest logit among the letters only. "
    "What does a network predict whose largest logit is that of <eos>?"
)
BREAKS = {
    "sequence_accuracy": "The prediction is the largest logit of each slot",
    "letter_accuracy": "that are predicted as in Y [N, L+1]",
}

EDITS = """
@@ sequence_accuracy
-        right = model(X).argmax(dim=2) == Y
+        right = model(X)[:, :, :-1].argmax(dim=2) == Y
@@ letter_accuracy
-        right = model(X).argmax(dim=2) == Y
+        right = model(X)[:, :, :-1].argmax(dim=2) == Y
"""


def SIGNATURE(calls):
    """The accuracies of given models are those of this mistake; training cannot be replayed."""
    scores = {"sequence_accuracy": sequence_accuracy, "letter_accuracy": letter_accuracy}
    asked = [(scores[name](*args), value) for name, args, _, value in calls if name in scores]
    return bool(asked) and all(value is not None and abs(own - value) < 1e-5 for own, value in asked)
