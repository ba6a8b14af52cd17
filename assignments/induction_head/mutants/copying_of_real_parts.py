"""The sum is divided by the sum of the real parts' absolute values."""

LOSES = {"detect"}
HINT = "You divide by the absolute values of the real parts. Those of the eigenvalues themselves are larger."
BREAKS = {"copying_score": "divided by the sum of their absolute values as complex numbers"}

EDITS = """
@@ copying_score
-            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
+            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.real.abs().sum(dim=1))
"""
