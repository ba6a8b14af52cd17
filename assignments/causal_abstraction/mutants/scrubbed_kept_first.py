"""The scrubbed shares are returned in the other order."""

LOSES = {"scrub"}
HINT = "In which order are the two shares asked for?"
BREAKS = {"scrubbed_accuracy": "Returns (changed, kept), as `interchange_accuracy` does"}

EDITS = """
@@ scrubbed_accuracy
-    return _agreement(explanation, name, base, source, logits)
+    return _agreement(explanation, name, base, source, logits)[::-1]
"""
