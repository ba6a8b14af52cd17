"""The shuffled control reads the untrained network."""

LOSES = {"probes"}
HINT = (
    "Your shuffled control depends on which untrained network it is given. "
    "From which of the two networks is it to be read?"
)
BREAKS = {"probe_with_controls": "and from `model` again"}

EDITS = """
@@ probe_with_controls
-    return Probed(held_out(model, t), held_out(untrained, t), held_out(model, shuffled))
+    return Probed(held_out(model, t), held_out(untrained, t), held_out(untrained, shuffled))
"""


def SIGNATURE(calls):
    """Beside another network the shuffled answers are read otherwise, and the true ones are not."""
    from planted import one_network_twice

    read = one_network_twice(calls)
    return any(a.shuffled != b.shuffled for a, b in read) and all(
        a.trained == a.untrained == b.trained for a, b in read
    )
