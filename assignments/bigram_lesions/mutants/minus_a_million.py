"""The column gets -1000000, and in a gauge that is as low nothing is deleted."""

LOSES = {"lesion"}
HINT = "Take a million million from every logit, which changes no probability. Does your lesion delete there too?"
BREAKS = {"lesion": "After softmax, the symbol's column is exactly 0"}

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[:, symbols.index(symbol)] = -1e6
"""
