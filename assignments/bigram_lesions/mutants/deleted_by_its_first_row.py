"""A symbol that cannot begin a word is taken to be deleted already, and what can be chosen elsewhere stays so."""

LOSES = {"lesion"}
HINT = "By which rows do you judge that a symbol is deleted already? It may be impossible in one and possible in the next."
BREAKS = {"lesion": "and -inf in some rows of a column only"}

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    if W[0, symbols.index(symbol)] > -math.inf:
+        lesioned[:, symbols.index(symbol)] = -math.inf
"""
