"""Samples are ranked by the sum of their absolute errors, not of the squared ones."""

LOSES = {"resample"}
HINT = "You rank the samples by absolute errors. Which errors are summed in the loss?"
BREAKS = {"resample": "the samples with the largest squared errors of `forward`"}

EDITS = """
@@ resample
-        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
+        worst = missing.abs().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
"""
