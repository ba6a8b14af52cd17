"""Of many samples the first 2048 alone are looked at, for dead latents and for errors."""

LOSES = {"resample"}
HINT = "Where there are thousands of samples, you look at some of them. Which samples can wake a latent?"
BREAKS = {"resample": "A new start for the latents that are above 0 on none of x [N, d]"}

EDITS = """
@@ resample
-        reconstruction, features = forward(sae, x)
+        x = x[:2048]
+        reconstruction, features = forward(sae, x)
"""
