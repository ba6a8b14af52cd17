"""The activations are taken to float32 before they are centred."""

LOSES = {"probe"}
HINT = "What is left of a column a million from 0 in float32, which has seven digits? Centre in the precision that you are given."
BREAKS = {"probe_subspace": "or, in float64, a million from 0"}

EDITS = """
@@ probe_subspace
-    centred = (A - A.mean(dim=0)).double()
+    A = A.float()
+    centred = (A - A.mean(dim=0)).double()
"""
