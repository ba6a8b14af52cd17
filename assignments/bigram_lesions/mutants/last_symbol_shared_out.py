"""A row in which a single symbol is left is made uniform over all but the symbol that is deleted."""

LOSES = {"lesion"}
HINT = "A row has two symbols left, and you delete one. What is the probability of the other then?"
BREAKS = {"lesion": "W may have lesions already, also the same one"}

EDITS = """
@@ lesion
-    return lesioned
+    alone = (lesioned > -math.inf).sum(dim=1) < 2
+    lesioned[alone] = 0.0
+    lesioned[alone, symbols.index(symbol)] = -math.inf
+    return lesioned
"""
