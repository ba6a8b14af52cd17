"""A constant is added to the normal equations: small weights are asked for, which for quiet activations is another fit."""

LOSES = {"probe"}
HINT = "With activations of a thousandth your subspace is another. What is in your fit beside the squared errors?"
BREAKS = {"probe_subspace": "The probe is the least-squares fit, with an intercept"}

EDITS = """
@@ probe_subspace
-    weights = torch.linalg.lstsq(centred, targets - targets.mean(dim=0)).solution
+    penalty = 1e-4 * torch.eye(centred.shape[1])
+    weights = torch.linalg.solve(centred.T @ centred + penalty, centred.T @ targets)
"""
