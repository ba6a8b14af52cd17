"""The strength is added, so that a strong lesion makes the symbol more probable."""

LOSES = {"soft"}
HINT = "With your lesion the symbol becomes more probable as the strength grows. Look at the sign."
BREAKS = {"soft_lesion": "the odds of `symbol` are exp(-strength) times what they were"}

EDITS = """
@@ soft_lesion
-    softened[:, symbols.index(symbol)] -= strength
+    softened[:, symbols.index(symbol)] += strength
"""
