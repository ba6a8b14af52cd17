"""Five positions are named whatever k is."""

LOSES = {"look"}
HINT = "You name five positions whatever k is."
BREAKS = {"most_attended": "The k positions that position `query` attends to most"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = pattern[query, : query + 1].topk(min(5, query + 1))
"""
