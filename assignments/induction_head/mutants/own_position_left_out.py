"""The position itself is never a target, also where its own token came just before."""

LOSES = {"detect"}
HINT = "Where a token comes twice in a row, the second of them is its own target. You leave it out."
BREAKS = {
    "induction_targets": "The query itself is such a place, too, if the token just before it is the same"
}

EDITS = """
@@ induction_targets
-    return (tokens[:, :, None] == before[:, None, :]).tril()
+    return (tokens[:, :, None] == before[:, None, :]).tril(-1)
"""
