"""Latents that fire faintly are taken for dead."""

LOSES = {"resample"}
HINT = "You give a new start to a latent that fires, if faintly. When is a latent dead?"
BREAKS = {"resample": "A new start for the latents that are above 0 on none of x [N, d]"}

EDITS = """
@@ resample
-        dead = (features <= 0).all(dim=0)
+        dead = (features <= 1e-3).all(dim=0)
"""
