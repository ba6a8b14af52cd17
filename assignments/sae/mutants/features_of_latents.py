"""The problem is solved the other way round, so the latents come in their own order and not in that of the features."""

LOSES = {"recover"}
HINT = (
    "Your pairs are right, and they are listed in the order of the latents. In whose order were they "
    "asked for?"
)
BREAKS = {"match_features": "assignment[i] is the latent"}

EDITS = """
@@ match_features
-    rows, columns = linear_sum_assignment(cosines.numpy(), maximize=True)
+    columns, rows = linear_sum_assignment(cosines.T.numpy(), maximize=True)
"""
