"""Every feature gets the latent with the largest cosine, so one latent can serve several."""

LOSES = {"recover"}
HINT = "Some of your latents are matched to two features. How many features can one direction have found?"
BREAKS = {"match_features": "No latent is used twice"}

EDITS = """
@@ match_features
-    rows, columns = linear_sum_assignment(cosines.numpy(), maximize=True)
-    return columns.tolist(), cosines[rows, columns]
+    best = cosines.max(dim=1)
+    return best.indices.tolist(), best.values
"""
