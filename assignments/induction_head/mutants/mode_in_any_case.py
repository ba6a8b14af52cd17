"""The mode is taken in any case."""

LOSES = {"cause"}
HINT = "You take another mode than the two that there are. What does the docstring ask for with 'Zero'?"
BREAKS = {"ablate_head": "Raises ValueError for another mode"}

EDITS = """
@@ ablate_head
-    if mode not in ("zero", "mean"):
+    mode = mode.lower()
+    if mode not in ("zero", "mean"):
"""
