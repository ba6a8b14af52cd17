"""A row that occurs more than once counts once."""

LOSES = {"influence"}
HINT = "Are there rows in X that occur more than once? Each of the N rows counts."
BREAKS = {"influence": "(N times n_letters - 1 cases"}

EDITS = """
@@ influence
-    with torch.no_grad():
+    X = X.unique(dim=0)
+    with torch.no_grad():
"""
