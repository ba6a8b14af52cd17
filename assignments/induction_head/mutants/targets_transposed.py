"""The targets have keys as rows and queries as columns."""

LOSES = {"detect"}
HINT = "Your targets are transposed. A row belongs to the position that looks, as in a pattern."
BREAKS = {"induction_targets": "Where induction looks: true or false, [N, query, key]"}

EDITS = """
@@ induction_targets
-    return (tokens[:, :, None] == before[:, None, :]).tril()
+    return (tokens[:, :, None] == before[:, None, :]).tril().mT
"""
