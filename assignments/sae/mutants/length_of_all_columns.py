"""The new columns' length is taken from all columns, those of dead latents too."""

LOSES = {"resample"}
HINT = "Your new columns' length depends on the dead latents. Whose mean length was asked for?"
BREAKS = {"resample": "that direction times .2 times the mean length of the living latents' encoder columns"}

EDITS = """
@@ resample
-        new.W_enc[:, dead] = 0.2 * sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
+        new.W_enc[:, dead] = 0.2 * sae.W_enc.norm(dim=0).mean() * directions.T
"""
