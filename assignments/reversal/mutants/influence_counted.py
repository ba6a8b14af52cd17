"""The entries are numbers of cases."""

LOSES = {"influence"}
HINT = "Your entries grow with the number of rows. Between which numbers is a share?"
BREAKS = {"influence": "between 0 and 1"}

EDITS = """
@@ influence
-                changed[p] += (model(other).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
+                changed[p] += (model(other).argmax(dim=2) != before)[:, :-1].double().sum(dim=0)
@@ influence
-    return changed / (n_letters - 1)
+    return changed
"""
