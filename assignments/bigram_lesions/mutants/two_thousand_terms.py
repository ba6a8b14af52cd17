"""Infinite words are recognised, and the series is summed for two thousand letters."""

LOSES = {"length"}
HINT = "Your expected length is right unless words are very long. After how many letters does your sum stop?"
BREAKS = {"expected_length": "The exact expected number of letters of a word"}

EDITS = """
@@ expected_length
-    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
+    length = 0.0
+    for _ in range(2_000):
+        length += start.sum().item()
+        start = start @ Q
+    return length
"""
