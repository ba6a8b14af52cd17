"""The search for the smallest set ends at three neurons."""

LOSES = {"explain"}
HINT = "You find no set where five neurons have to go. What is the largest set that your search tries?"
BREAKS = {"explain": "Raises ValueError where no set would do, of any size"}

EDITS = """
@@ explain
-    for size in range(len(neurons) + 1):
+    for size in range(min(3, len(neurons)) + 1):
"""


def SIGNATURE(calls):
    """The calls without an answer are those in which more than three neurons have to go, or none will do."""

    def small(model, X, y):
        return any(
            _score_without(model, X, y, s)[0] <= 0.5
            for n in range(4)
            for s in itertools.combinations(range(model.fc1.out_features), n)
        )

    asked = [(value is None, small(*args)) for name, args, _, value in calls if name == "explain"]
    return any(failed for failed, _ in asked) and all(failed != found for failed, found in asked)
