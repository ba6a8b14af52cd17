"""The halves are drawn anew for each of the three probes."""

LOSES = {"probes"}
HINT = (
    "Given one network twice, your trained and untrained accuracies differ. "
    "Which rows does each of your probes see?"
)
BREAKS = {"probe_with_controls": "the same halves for all three numbers"}

EDITS = """
@@ probe_with_controls
-    order = torch.randperm(len(X), generator=generator)
-    fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
@@ probe_with_controls
-        A = activations(source, X)[layer]
+        order = torch.randperm(len(X), generator=generator)
+        fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
+        A = activations(source, X)[layer]
"""


def SIGNATURE(calls):
    """Of one network twice two numbers are read, and beside another what they were."""
    from planted import one_network_twice

    read = one_network_twice(calls)
    return (
        bool(read)
        and any(a.trained != a.untrained for a, _ in read)
        and all(a.shuffled == b.shuffled for a, b in read)
    )
