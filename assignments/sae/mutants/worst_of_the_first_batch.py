"""The worst samples are looked for among the first 256 only."""

LOSES = {"resample"}
HINT = "Your new latents are pointed at samples that are not the worst of all. Among how many do you look?"
BREAKS = {"resample": "get the samples with the largest squared errors of `forward`"}

EDITS = """
@@ resample
-        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
+        worst = missing.square().sum(dim=1)[:256].argsort(descending=True)[: int(dead.sum())]
"""
