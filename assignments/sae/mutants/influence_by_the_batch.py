"""Where there are more prompts than 256, the mean activation over all of them is subtracted from each."""

LOSES = {"influence"}
HINT = "With many prompts, you take out of each the same amount. On which prompt is the source's activation read?"
BREAKS = {
    "feature_influence": "what it contributes (its activation on that prompt times its decoder row) is subtracted"
}

EDITS = """
@@ feature_influence
-        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
+        strength = strength.mean().expand_as(strength) if len(strength) > 256 else strength
+        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
"""
