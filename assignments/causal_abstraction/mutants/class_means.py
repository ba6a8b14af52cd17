"""The directions between class means are taken for the fit's."""

LOSES = {"probe"}
HINT = "Your subspace is spanned by differences of means. How does a least-squares fit weight directions in which activations spread?"
BREAKS = {"probe_subspace": "The probe is the least-squares fit, with an intercept"}

EDITS = """
@@ probe_subspace
-    weights = torch.linalg.lstsq(centred, targets - targets.mean(dim=0)).solution
+    weights = centred.T @ (targets / targets.sum(dim=0))
"""
