"""Each column of the activations is divided by its standard deviation, and the weights are those of the quotients."""

LOSES = {"probe"}
HINT = "Your weights are those of activations that you have scaled. Which are asked for?"
BREAKS = {"probe_subspace": "from A as it is"}

EDITS = """
@@ probe_subspace
-    centred = (A - A.mean(dim=0)).double()
+    centred = ((A - A.mean(dim=0)) / A.std(dim=0)).double()
"""
