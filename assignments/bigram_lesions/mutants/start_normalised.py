"""The boundary's row over the letters is divided by its sum, as if no word were empty."""

LOSES = {"length", "lab"}
HINT = "Your words have at least one letter. In this model a word may be empty: the boundary can follow the boundary."
BREAKS = {"expected_length": "a word may be empty"}

EDITS = """
@@ expected_length
-    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
+    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start / start.sum()).sum().item()
"""
