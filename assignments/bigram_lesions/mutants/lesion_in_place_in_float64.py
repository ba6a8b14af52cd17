"""The matrix is converted to float64 for a copy, which it is only if it was in another precision."""

LOSES = {"lesion"}
HINT = "Does your lesion change W where W is in float64? `double()` makes a copy only of what is not in float64 yet."
BREAKS = {"lesion": "W itself is not changed"}

EDITS = """
@@ lesion
-    lesioned = W.clone()
+    lesioned = W.double()
"""
