"""Later occurrences of the token count as well."""

LOSES = {"detect"}
HINT = "Some of your targets lie after the position that looks. Which occurrences can it know?"
BREAKS = {"induction_targets": "True where 1 <= key <= query"}

EDITS = """
@@ induction_targets
-    return (tokens[:, :, None] == before[:, None, :]).tril()
+    return (tokens[:, :, None] == before[:, None, :])
"""
