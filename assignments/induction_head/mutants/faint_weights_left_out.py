"""Positions with less than a ten-thousandth of the attention are left out."""

LOSES = {"look"}
HINT = (
    "Where the attention is on few positions, you name fewer than you were asked for. Is a small weight none?"
)
BREAKS = {"most_attended": "a position with a weight of 0 counts as any other does"}

EDITS = """
@@ most_attended
-    return positions.tolist(), weights.tolist()
+    some = weights > 1e-4
+    return positions[some].tolist(), weights[some].tolist()
"""
