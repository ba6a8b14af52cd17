"""Q is transposed on the way, so the walk goes backwards."""

LOSES = {"length", "lab"}
HINT = (
    "In your solution the walk goes along Q the wrong way. "
    "From s·(I - Q)⁻¹·1, which system of equations do you solve: with Q or with its transpose?"
)

EDITS = """
@@ expected_length
-    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
+    return torch.linalg.solve(torch.eye(len(Q)) - Q, start).sum().item()
"""
