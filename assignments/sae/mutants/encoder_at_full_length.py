"""The new latents' encoder columns have the full length of the living ones'."""

LOSES = {"resample"}
HINT = (
    "Your new latents speak as loudly as the living ones from the first step. By which factor should "
    "their encoder be shorter?"
)

EDITS = """
@@ resample
-        new.W_enc[:, dead] = 0.2 * sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
+        new.W_enc[:, dead] = sae.W_enc[:, ~dead].norm(dim=0).mean() * directions.T
"""
