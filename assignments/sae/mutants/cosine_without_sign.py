"""Features are matched by |cosine|, so a latent that points the other way counts as found."""

LOSES = {"recover"}
HINT = (
    "You match latents that point away from the feature. Can an activation that is never negative stand "
    "for the opposite direction?"
)

EDITS = """
@@ match_features
-    cosines = features @ latents.T
+    cosines = (features @ latents.T).abs()
"""
