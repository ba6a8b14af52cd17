"""The previous-token score is averaged over the positions in the mask themselves."""

LOSES = {"detect"}
HINT = (
    "You average over the positions in the mask. Needed are those that they look at: their induction targets."
)
BREAKS = {
    "previous_token_score": (
        "where induction looks, [layer, head]",
        "A position is needed if it is an induction target of at least one position in mask [N, T]",
    )
}

EDITS = """
@@ previous_token_score
-    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
+    needed = mask[:, 1:]
"""
