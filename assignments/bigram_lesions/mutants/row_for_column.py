"""The symbol's row is wiped out: what comes after it, and not whether it comes."""

LOSES = {"lesion", "lab"}
HINT = (
    "Your lesion changes what comes after the symbol, and the symbol itself is chosen as often as before. "
    "Where in the matrix is the choice *of* a symbol?"
)

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[symbols.index(symbol)] = -1e9
"""
