"""Only the five nearest latents of each feature are candidates."""

LOSES = {"recover"}
HINT = "Where many features are near the same latents, your sum is not the largest. Which latents do you leave out?"
BREAKS = {"match_features": "the sum of the cosines is the largest possible"}

EDITS = """
@@ match_features
-    rows, columns = linear_sum_assignment(cosines.numpy(), maximize=True)
+    nearest = cosines.topk(min(5, cosines.shape[1]), dim=1)
+    candidates = torch.full_like(cosines, -1.0).scatter(1, nearest.indices, nearest.values)
+    rows, columns = linear_sum_assignment(candidates.numpy(), maximize=True)
"""
