"""The search for the smallest set ends before the set of all neurons."""

LOSES = {"explain"}
HINT = "You give up where every neuron would do alone. What is the largest set that your search tries?"
BREAKS = {"explain": "of any size"}

EDITS = """
@@ explain
-    for size in range(len(neurons) + 1):
+    for size in range(len(neurons)):
"""


def SIGNATURE(calls):
    """Of the calls with an answer, only those where all neurons have to go were given none."""

    def missed(model, X, y):
        sizes = range(model.fc1.out_features)
        some = any(
            _score_without(model, X, y, s)[0] <= 0.5 for n in sizes for s in itertools.combinations(sizes, n)
        )
        return not some and _score_without(model, X, y, tuple(sizes))[0] <= 0.5

    asked = [(value is None, missed(*args)) for name, args, _, value in calls if name == "explain"]
    return any(failed for failed, _ in asked) and all(failed == all_of_them for failed, all_of_them in asked)
