"""The shares are returned in the other order."""

LOSES = {"accuracy", "scrub"}
HINT = "In which order are the two shares asked for?"
BREAKS = {
    "interchange_accuracy": "How often interchanging one variable does to the network what it does to the causal model: (changed, kept)",
    "scrubbed_accuracy": "Returns (changed, kept), as `interchange_accuracy` does",
}

EDITS = """
@@ _agreement
-    return right[changes].mean().item(), right[~changes].mean().item()
+    return right[~changes].mean().item(), right[changes].mean().item()
"""
