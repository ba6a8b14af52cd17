"""The most attended positions are read from the column of the pattern, which says who looks at the token."""

LOSES = {"look"}
HINT = (
    "Your positions are those that look at the token, not those that it looks at. "
    "In pattern[query, key] a row belongs to the token that looks."
)
BREAKS = {"most_attended": "in one head's pattern [query, key]"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = pattern[:, query].topk(min(k, query + 1))
"""
