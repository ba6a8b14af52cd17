"""If all neurons together would not do, no set is tried."""

LOSES = {"explain"}
HINT = "Where the labels are not half and half, can a set do although all neurons together do not?"
BREAKS = {"explain": "the smallest set of neurons whose *joint* zero-ablation"}

EDITS = """
@@ explain
-    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
+    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
+    if _score_without(model, X, y, tuple(neurons))[0] > 0.5:
+        raise ValueError("all neurons would not do")
"""


def SIGNATURE(calls):
    """An answer is missing where all neurons together would not do, and only there."""
    asked = [
        (value is None, _score_without(*args, tuple(range(args[0].fc1.out_features)))[0] > 0.5)
        for name, args, _, value in calls
        if name == "explain"
    ]
    return any(failed for failed, _ in asked) and all(failed == would_not for failed, would_not in asked)
