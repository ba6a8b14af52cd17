"""The counts that were given are divided by their sums themselves, where they are floating numbers."""

LOSES = {"beliefs"}
HINT = "Are the counts the same after your function as before? `double()` makes a copy only of what is not in float64 yet."
BREAKS = {"belief_gap": "counts[i] / sum of counts[i]"}

EDITS = """
@@ belief_gap
-    E = counts / total.clamp(min=1)
+    E = counts.double()
+    E /= total.clamp(min=1)
"""
