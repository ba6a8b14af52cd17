"""All of Adam's moments are cleared, those of living latents too."""

LOSES = {"resample"}
HINT = (
    "You clear Adam's memory of latents that were never dead. Which of its running means belong to the "
    "new ones?"
)
BREAKS = {"resample": "Everything else stays: the living latents, `b_dec`, and their moments"}

EDITS = """
@@ resample
-    moments["W_dec"][:, dead] = 0.0
-    moments["W_enc"][:, :, dead] = 0.0
-    moments["b_enc"][:, dead] = 0.0
+    moments = {name: torch.zeros_like(moment) for name, moment in moments.items()}
"""
