"""20 is subtracted from the column's logits: improbable is not impossible, and words still end some day."""

LOSES = {"lesion", "lab"}
HINT = (
    "Your lesion makes the symbol very improbable, not impossible: ask for the expected length without the end. "
    "Which logit has probability 0 exactly?"
)
BREAKS = {"lesion": ("in which `symbol` can never be chosen", "the symbol's column is exactly 0")}

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[:, symbols.index(symbol)] -= 20.0
"""
