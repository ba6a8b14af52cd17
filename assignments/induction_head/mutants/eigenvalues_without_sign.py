"""The real parts of the eigenvalues are added up without their signs."""

LOSES = {"detect"}
HINT = (
    "Your copying score is never negative. "
    "A negative eigenvalue lowers the token's own logit and has to count against copying."
)
BREAKS = {
    "copying_score": "Whether each head raises the logit of what it attends to, [layer, head], from -1 to 1"
}

EDITS = """
@@ copying_score
-            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
+            scores.append(eigenvalues.real.abs().sum(dim=1) / eigenvalues.abs().sum(dim=1))
"""
