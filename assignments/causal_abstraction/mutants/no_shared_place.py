"""Variables that cannot be moved alone are given up."""

LOSES = {"choose", "explain"}
HINT = "Where two variables share a position, neither can be moved alone. What could you move instead?"
BREAKS = {"find_places": "Variables that have no such place share one"}

EDITS = """
@@ find_places
-    if missing:
-        shared = _shared_place(model, causal, missing)
-        return [*found, shared] if shared else []
+    if missing:
+        return []
"""
