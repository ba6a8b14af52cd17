"""The rows that are returned are drawn anew, and are not those that the model was trained on."""

LOSES = {"memorise"}
HINT = (
    "Does your network know the rows that you return better than the others? "
    "Are they those that it was trained on, or drawn once more?"
)
BREAKS = {"models_by_size": "the indices [size] of the rows that it was trained on"}

EDITS = """
@@ models_by_size
-        models.append((model, rows))
+        models.append((model, split(len(X), size, seed + 1)[0]))
"""


def SIGNATURE(calls):
    """The rows of small sets are known no better than others, and the rows of large sets are known."""
    from planted import accuracies_by_size

    found = accuracies_by_size(calls)
    large = [seen for size, seen, _ in found if size == 700]
    small = [abs(seen - unseen) for size, seen, unseen in found if size == 50]
    poor = [seen for size, seen, _ in found if size == 50]
    return (
        bool(large)
        and min(large) > 0.9
        and bool(small)
        and max(small) < 0.3
        and 0.1 < max(poor) < 0.85
        and min(poor) < 0.2
    )
