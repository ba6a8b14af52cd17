"""A negative strength is taken for 0."""

LOSES = {"soft"}
HINT = "Does a negative strength do anything in your lesion? It should make the symbol more probable."
BREAKS = {"soft_lesion": "a negative strength makes the symbol more probable"}

EDITS = """
@@ soft_lesion
-    softened[:, symbols.index(symbol)] -= strength
+    softened[:, symbols.index(symbol)] -= max(strength, 0.0)
"""
