"""Where no latent is dead, what was given comes back itself."""

LOSES = {"resample"}
HINT = "Where nothing is dead, you return the autoencoder that you were given. What happens to it when the new one is trained on?"
BREAKS = {"resample": "both new"}

EDITS = """
@@ resample
         dead = (features <= 0).all(dim=0)
+        if not dead.any():
+            return sae, moments
"""
