"""The whole row of the pattern is searched, also after the query."""

LOSES = {"look"}
HINT = (
    "You name positions after the query. No head can look there, so they do not count, whatever the "
    "pattern holds."
)
BREAKS = {"most_attended": "whatever the pattern holds after it"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = pattern[query].topk(min(k, query + 1))
"""
