"""The fraction is that of the first 2048 samples."""

LOSES = {"metrics"}
HINT = "Of thousands of samples your fraction knows the first alone. Over which are its two sums?"
BREAKS = {"fraction_of_variance_unexplained": "The summed squared error over the summed squared distance"}

EDITS = """
@@ fraction_of_variance_unexplained
-    x, reconstruction = x.double(), reconstruction.double()
+    x, reconstruction = x[:2048].double(), reconstruction[:2048].double()
"""
