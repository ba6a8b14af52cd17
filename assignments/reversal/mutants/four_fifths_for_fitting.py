"""Four fifths of the rows are for fitting."""

LOSES = {"probes"}
HINT = (
    "Your accuracies are of another number of rows. "
    "How many of the rows are for fitting, and how many for scoring?"
)
BREAKS = {"probe_with_controls": "A random half of the rows (N // 2) is for fitting"}

EDITS = """
@@ probe_with_controls
-    fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
+    fitting, scoring = order[: len(X) * 4 // 5], order[len(X) * 4 // 5 :]
"""
