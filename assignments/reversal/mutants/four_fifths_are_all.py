"""A string counts as right from four fifths of its letters on: the same as all of them up to four."""

LOSES = {"memorise"}
HINT = "In a long string with one wrong letter: is it right? All of its letters have to be."
BREAKS = {"sequence_accuracy": "whose L letters are all predicted as in Y [N, L+1]"}

EDITS = """
@@ sequence_accuracy
-    return right[:, :-1].all(dim=1).double().mean().item()
+    return (right[:, :-1].double().mean(dim=1) >= 0.8).double().mean().item()
"""


def SIGNATURE(calls):
    """The accuracies of given models are those of this mistake; training cannot be replayed."""
    asked = [
        (sequence_accuracy(*args), value) for name, args, _, value in calls if name == "sequence_accuracy"
    ]
    return bool(asked) and all(value is not None and abs(own - value) < 1e-5 for own, value in asked)
