"""The shuffled control is fitted on shuffled answers and scored on the true ones."""

LOSES = {"probes"}
HINT = (
    "Which rows exchange their answers in your shuffled control, and which answers is it scored against? "
    "All rows take part, before anything else is done."
)
BREAKS = {
    "probe_with_controls": "with the answers of all rows shuffled at random among the rows before anything else"
}

EDITS = """
@@ probe_with_controls
-    def held_out(source: ReversalMLP, t: Tensor) -> float:
+    def held_out(source: ReversalMLP, answers: Tensor) -> float:
@@ probe_with_controls
-        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])
+        return probe_accuracy(fit_probe(A[fitting], answers[fitting]), A[scoring], t[scoring])
"""


def SIGNATURE(calls):
    """Where all answers are one letter, the shuffled ones are read as the true ones."""
    from planted import one_network_twice

    read = one_network_twice(calls)
    return bool(read) and all(a.shuffled == a.trained for a, _ in read)
