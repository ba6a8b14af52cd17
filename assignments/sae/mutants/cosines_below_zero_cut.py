"""Cosines below 0 count as 0, in the matching and in what is returned."""

LOSES = {"recover"}
HINT = (
    "None of your cosines is below 0. What is the cosine of a feature with a latent that points away from it?"
)
BREAKS = {"match_features": "cosines[i] their cosine"}

EDITS = """
@@ match_features
-    cosines = features @ latents.T
+    cosines = (features @ latents.T).clamp(min=0)
"""
