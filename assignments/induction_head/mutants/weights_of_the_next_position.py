"""The weights that are named belong to the positions after those that are named."""

LOSES = {"look"}
HINT = "Your positions are right, and the weights beside them are those of other positions."
BREAKS = {"most_attended": "Returns (positions, weights)"}

EDITS = """
@@ most_attended
-    return positions.tolist(), weights.tolist()
+    return positions.tolist(), pattern[query].roll(-1)[positions].tolist()
"""
