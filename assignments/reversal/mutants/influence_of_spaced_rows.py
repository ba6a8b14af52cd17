"""With many rows, about a hundred of them, evenly spaced, are tried."""

LOSES = {"influence"}
HINT = "With many rows, over how many of them are your shares?"
BREAKS = {"influence": "over all rows of X [N, L+1]"}

EDITS = """
@@ influence
-    with torch.no_grad():
+    X = X[:: max(1, len(X) // 100)]
+    with torch.no_grad():
"""
