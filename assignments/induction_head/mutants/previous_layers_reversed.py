"""The previous-token scores have the last layer as their first row."""

LOSES = {"detect"}
HINT = "The rows of your previous-token scores are in the other order: layer 0 comes first."
BREAKS = {
    "previous_token_score": "How much each head attends to the token just before, from the places where induction "
    "looks, [layer, head]"
}

EDITS = """
@@ previous_token_score
-    return before.permute(0, 3, 1, 2)[needed].mean(dim=0)
+    return before.permute(0, 3, 1, 2)[needed].mean(dim=0).flip(0)
"""
