"""Every model is trained on all rows, whatever its size: the rows are drawn and then not used."""

LOSES = {"memorise"}
HINT = (
    "Does your network for 50 strings also know strings that are not among its rows? It should know less than half of them. "
    "Which X and Y does each training get?"
)
BREAKS = {"models_by_size": "on that many random rows of X"}

EDITS = """
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X, Y, seed)
"""


def SIGNATURE(calls):
    """The strings that are said to be unseen are known as well as the others, random answers too."""
    from planted import accuracies_by_size

    found = accuracies_by_size(calls)
    return (
        bool(found)
        and all(abs(seen - unseen) < 0.1 for _, seen, unseen in found)
        and max(seen for size, seen, _ in found if size == 50) > 0.9
    )
