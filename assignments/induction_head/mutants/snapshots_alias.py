"""The same model is kept each time, so that all snapshots are the last one."""

LOSES = {"snapshots"}
HINT = (
    "All your snapshots are the same model, the one that training ended with. "
    "Copy its weights into a new model each time."
)
BREAKS = {"snapshots": "Each is a separate model"}

EDITS = """
@@ snapshots
-    kept = [_copy(model)]
+    kept = [model]
@@ snapshots
-            kept.append(_copy(model))
+            kept.append(model)
"""
