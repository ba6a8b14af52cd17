"""A place counts where the mean of both shares is 85 % or more."""

LOSES = {"choose"}
HINT = "Of how many of the pairs that change has moving a position to be right, and of how many that stay?"
BREAKS = {"find_places": "right on at least 97 % of the pairs, changed and kept alike"}

EDITS = """
@@ _moves
-    return all(not share < 0.97 for share in shares)
+    return not sum(shares) / 2 < 0.85
"""
