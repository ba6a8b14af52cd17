"""The column gets each row's smallest logit, as if that were nothing."""

LOSES = {"lesion", "lab"}
HINT = (
    "You give the symbol the smallest logit of its row. "
    "That makes it as improbable as the most improbable of the others, and no more."
)

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[:, symbols.index(symbol)] = W.min(dim=1).values
"""
