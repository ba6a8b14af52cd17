"""The column's logits are set to 0, which is a middling logit and deletes nothing."""

LOSES = {"lesion", "lab"}
HINT = (
    "A logit of 0 is not a probability of 0: after your lesion the symbol can still be chosen, in some rows more than "
    "before. Which logit has probability 0, whatever constant is added to its row?"
)

EDITS = """
@@ lesion
-    lesioned[:, symbols.index(symbol)] = -math.inf
+    lesioned[:, symbols.index(symbol)] = 0.0
"""
