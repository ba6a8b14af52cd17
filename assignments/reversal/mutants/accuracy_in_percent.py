"""The probe's accuracy is in percent."""

LOSES = {"probes"}
HINT = "Your probe's accuracy is a hundred times too large. Between which numbers does the docstring want it?"
BREAKS = {"probe_accuracy": "between 0 and 1"}

EDITS = """
@@ probe_accuracy
-    return (scores.argmax(dim=1) == t).double().mean().item()
+    return 100 * (scores.argmax(dim=1) == t).double().mean().item()
"""
