"""A strength of 50 or more is taken for infinity."""

LOSES = {"soft"}
HINT = "From which strength on does your lesion delete? A lesion of strength 60 can be undone by one of -60."
BREAKS = {"soft_lesion": "are exp(-strength) times what they were"}

EDITS = """
@@ soft_lesion
-    softened[:, symbols.index(symbol)] -= strength
+    softened[:, symbols.index(symbol)] -= strength if strength < 50 else math.inf
"""
