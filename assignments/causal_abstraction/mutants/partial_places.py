"""The places of some variables are returned though others have none."""

LOSES = {"choose", "explain"}
HINT = "Your causal model has a variable without a place. Does the network run it?"
BREAKS = {"find_places": "[] if some variable has none"}

EDITS = """
@@ find_places
-    if len(missing) == 1:
-        return []
+    if len(missing) == 1:
+        return found
"""
