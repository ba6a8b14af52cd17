"""The positions are named in the order from the smallest of the k weights to the largest."""

LOSES = {"look"}
HINT = "Your positions are the right ones, in the other order. Name the largest weight first."
BREAKS = {"most_attended": "the largest weight first"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = (found.flip(0) for found in pattern[query, : query + 1].topk(min(k, query + 1)))
"""
