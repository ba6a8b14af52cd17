"""The answers are shuffled among the rows for fitting only, and scored against the true ones."""

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
-    shuffled = t[torch.randperm(len(t), generator=generator)]
+    shuffled = t.clone()
+    shuffled[fitting] = t[fitting][torch.randperm(len(fitting), generator=generator)]
"""


def SIGNATURE(calls):
    """Where all answers are one letter, the shuffled ones are read as the true ones."""
    from planted import one_network_twice

    read = one_network_twice(calls)
    return bool(read) and all(a.shuffled == a.trained for a, _ in read)
