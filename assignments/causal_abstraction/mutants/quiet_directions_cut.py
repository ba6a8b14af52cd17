"""Least squares by a pseudo-inverse that leaves out all directions that are quiet beside the loudest one."""

LOSES = {"probe"}
HINT = "With one column that is far louder than the others, or far from 0, your fit has lost directions. What does it take for zero?"
BREAKS = {"probe_subspace": "though one may be ten thousand times louder than the others"}

EDITS = """
@@ probe_subspace
-    centred = (A - A.mean(dim=0)).double()
+    centred = torch.cat([A, torch.ones(len(A), 1)], dim=1).double()
     targets = torch.nn.functional.one_hot(values).double()
-    weights = torch.linalg.lstsq(centred, targets - targets.mean(dim=0)).solution
+    weights = torch.linalg.lstsq(centred, targets, rcond=5e-3, driver="gelsd").solution[:-1]
"""
