"""The rules are ranked by whole percents, as they are printed."""

LOSES = {"program", "lab"}
HINT = "Rules that differ by less than a percent are not in their order. Do you rank what is printed, or what is so?"
BREAKS = {"rulebook": "Ranked from the most probable rule to the least"}

EDITS = """
@@ rulebook
-    order = best.argsort(descending=True).tolist()
+    order = best.mul(100).round().argsort(descending=True, stable=True).tolist()
"""
