"""The assignment problem is solved for the smallest sum, as scipy does unless it is told otherwise."""

LOSES = {"recover"}
HINT = "Your matching has the smallest sum of cosines there is. What does scipy's solver minimise?"

EDITS = """
@@ match_features
-    rows, columns = linear_sum_assignment(cosines.numpy(), maximize=True)
+    rows, columns = linear_sum_assignment(cosines.numpy())
"""
