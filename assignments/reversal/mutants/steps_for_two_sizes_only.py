"""There are many epochs up to 100 strings and few above, which are enough for 700: a little more than 100 get few steps."""

LOSES = {"memorise"}
HINT = "How many steps does a set of 110 strings get, and how many do one of 50 and one of 700?"
BREAKS = {"models_by_size": "with any number of strings if they follow a rule such as reversal"}

EDITS = """
@@ models_by_size
-        steps_per_epoch = -(-size // 64)
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], seed, epochs=440 if size <= 100 else 25)
"""


def SIGNATURE(calls):
    """50 and 700 strings are learned, and what lies between in part."""
    from planted import accuracies_by_size

    found = accuracies_by_size(calls)
    ends = [seen for size, seen, _ in found if size in (50, 700)]
    between = [seen for size, seen, _ in found if 100 < size < 129]
    return bool(ends and between) and min(ends) > 0.95 and 0.05 < min(between) < 0.95
