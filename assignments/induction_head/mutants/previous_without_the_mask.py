"""The targets of all positions count as needed, in the mask or not."""

LOSES = {"detect"}
HINT = "In your previous-token score positions count that nobody in the mask looks at."
BREAKS = {
    "previous_token_score": "A position is needed if it is an induction target of at least one position in mask [N, T]"
}

EDITS = """
@@ previous_token_score
-    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
+    needed = induction_targets(tokens).any(dim=1)[:, 1:]
"""
