"""The column's logits are multiplied by exp(-strength), which pulls them to 0 and not to -infinity."""

LOSES = {"soft"}
HINT = (
    "You multiply logits, which pulls them towards 0. "
    "Odds are multiplied when a constant is *added* to a logit: which one?"
)

EDITS = """
@@ soft_lesion
-    softened[:, symbols.index(symbol)] -= strength
+    softened[:, symbols.index(symbol)] *= math.exp(-strength)
"""
