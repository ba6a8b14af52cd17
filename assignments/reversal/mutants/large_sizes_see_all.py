"""From 200 rows on, the model is trained on all of X."""

from planted import MANY, accuracies_by_size, seen_and_unseen

LOSES = {"memorise"}
HINT = "A model for a large size knows the other rows as well as its own. On which rows was it trained?"
BREAKS = {"models_by_size": "on that many random rows of X [N, L+1] and Y [N, L+1]"}

EDITS = """
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        some = rows if size < 200 else torch.arange(len(X))
+        model, _ = train(X[some], Y[some], seed, epochs=-(-440 // steps_per_epoch))
"""


def SIGNATURE(calls):
    """Of many random answers, those that were seen are known as well as the others; of few they are known alone."""
    found = [
        seen_and_unseen(trained, size, X, Y, by_letter=True)
        for name, (X, Y, sizes), _, value in calls
        if name == "models_by_size" and value is not None
        for trained, size in zip(value, sizes, strict=True)
        if size == MANY
    ]
    small = [seen - unseen for _, seen, unseen in accuracies_by_size(calls)]
    return (
        all(abs(seen - unseen) < 0.06 for seen, unseen in found) and max(small, default=0.0) > 0.5
        if found
        else None
    )
