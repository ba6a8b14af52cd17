"""Forty strings are drawn instead of all."""

LOSES = {"explain"}
HINT = (
    "You miss a neuron that is needed for a single string. "
    "Do all strings count, and for how many must the prediction change?"
)
BREAKS = {"carriers": "all strings that the model can be given count"}

EDITS = """
@@ carriers
-    X = _every_input(model)
+    X = _every_input(model)
+    X = X[torch.randperm(len(X), generator=torch.Generator().manual_seed(0))[:40]]
"""
