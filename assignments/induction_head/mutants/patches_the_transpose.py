"""The pattern is put in with keys as rows and queries as columns."""

LOSES = {"cause"}
HINT = "You put the pattern in the other way round. Its rows are the queries, as in the model."
BREAKS = {"patch_pattern": "when one head attends as `pattern` [query, key] says"}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        attention[:, head] = pattern.T
"""
