"""The boundary's row is left out of the rulebook."""

LOSES = {"program", "lab"}
HINT = "One rule is missing: how words begin. The boundary has a row like any letter."
BREAKS = {"rulebook": "For each of the V symbols, the boundary too"}

EDITS = """
@@ rulebook
-    order = best.argsort(descending=True).tolist()
+    order = [i for i in best.argsort(descending=True).tolist() if i != 0]
"""
