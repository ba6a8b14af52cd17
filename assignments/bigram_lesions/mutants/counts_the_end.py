"""The final step to the boundary is counted as a letter."""

LOSES = {"length", "lab"}
HINT = "Your expected length is too large by one. Is the boundary a letter?"
BREAKS = {"expected_length": "The boundary is not a letter"}

EDITS = """
@@ expected_length
-    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
+    return 1 + torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
"""
