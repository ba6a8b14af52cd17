"""The frontier's trainings stop after 400 steps, however many are asked for."""

LOSES = {"frontier"}
HINT = "How many steps do the frontier's trainings take, if more than 400 are asked for?"
BREAKS = {"frontier": "`n_latents`, `steps` and `seed` are those of `train`"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, l1, min(steps, 400), seed) for l1 in l1s]
"""
