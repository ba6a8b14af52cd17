"""The score is the share of the eigenvalues that are positive, whatever their size."""

LOSES = {"detect"}
HINT = "You count eigenvalues, and most of them are as good as 0. Add them up instead."
BREAKS = {"copying_score": "The sum of the eigenvalues of W_E W_V W_O W_U (their real parts)"}

EDITS = """
@@ copying_score
-            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
+            scores.append((eigenvalues.real > 0).double().mean(dim=1))
"""
