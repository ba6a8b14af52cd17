"""The fit has no intercept: nothing is centred."""

LOSES = {"probe"}
HINT = "Activations that are far from 0 turn your subspace. Does your fit have an intercept?"
BREAKS = {"probe_subspace": "The probe is the least-squares fit, with an intercept"}

EDITS = """
@@ probe_subspace
-    centred = (A - A.mean(dim=0)).double()
+    centred = A.double()
     targets = torch.nn.functional.one_hot(values).double()
-    weights = torch.linalg.lstsq(centred, targets - targets.mean(dim=0)).solution
+    weights = torch.linalg.lstsq(centred, targets).solution
"""
