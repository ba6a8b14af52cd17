"""The direction is multiplied by the latent's own activation, so where it is silent nothing happens."""

LOSES = {"steer"}
HINT = (
    "On prompts where the latent does not fire, your steering changes nothing. What should the scale "
    "alone decide?"
)

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        strength = forward(feature.sae, value[:, -1])[1][:, [feature.latent]]
+        value[:, -1] += scale * strength * feature.sae.W_dec[feature.latent]
"""
