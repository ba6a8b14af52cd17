"""The position that looks is not among those that it may look at."""

LOSES = {"look"}
HINT = "Your positions never include the query itself, and a position may look at itself."
BREAKS = {"most_attended": "Only positions up to and including `query` count"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = pattern[query, :query].topk(min(k, query))
"""
