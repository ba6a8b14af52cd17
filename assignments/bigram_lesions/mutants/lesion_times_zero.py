"""The column is multiplied by 0 before a large number is taken off, which is NaN in a lesioned model."""

LOSES = {"lesion"}
HINT = "Your lesion gives NaN in a model where the symbol is deleted already. What is 0 times infinity for the computer?"
BREAKS = {"lesion": "W may have lesions already, also the same one"}

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[:, symbols.index(symbol)] *= 0.0
+    lesioned[:, symbols.index(symbol)] -= 1e9
"""
