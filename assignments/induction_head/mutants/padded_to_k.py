"""Where fewer than k positions can be looked at, later ones fill the list, with weight 0."""

LOSES = {"look"}
HINT = "You name k positions also where there are fewer that the query can look at."
BREAKS = {"most_attended": "so there are query + 1 of them if that is less than k"}

EDITS = """
@@ most_attended
-    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
+    weights, positions = pattern.tril()[query].topk(k)
"""
