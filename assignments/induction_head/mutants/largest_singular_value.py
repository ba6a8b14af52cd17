"""The sum of the eigenvalues is divided by the largest singular value."""

LOSES = {"detect"}
HINT = "Your copying score is not between -1 and 1. By what is the sum of the eigenvalues divided?"
BREAKS = {"copying_score": ("[layer, head], from -1 to 1", "1 if all are positive")}

EDITS = """
@@ copying_score
-            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
+            singular = torch.linalg.svdvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
+            scores.append(eigenvalues.real.sum(dim=1) / singular.amax(dim=1))
"""
