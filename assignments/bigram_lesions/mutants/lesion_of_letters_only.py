"""The boundary is passed over: it is taken to be no symbol that could be deleted."""

LOSES = {"lesion", "lab"}
HINT = "Your lesion leaves the boundary as it is. It has a column like any letter: what does its deletion mean for words?"
BREAKS = {"lesion": "The boundary may be deleted like any letter"}

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    if symbol in symbols[1:]:
+        lesioned[:, symbols.index(symbol)] = -math.inf
"""
