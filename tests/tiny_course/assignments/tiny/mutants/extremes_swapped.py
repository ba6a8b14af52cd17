"""Gives the greatest value first."""

LOSES = {"double"}
HINT = "The least value comes first."
BREAKS = {"extremes": "The least and the greatest value"}
EDITS = """
@@ extremes
-    return Pair(x.min().item(), x.max().item())
+    return Pair(x.max().item(), x.min().item())
"""
