"""The snapshots run from the trained model to the untrained one."""

LOSES = {"snapshots"}
HINT = "Your snapshots run backwards. The untrained model comes first."
BREAKS = {"snapshots": "from first to last"}

EDITS = """
@@ snapshots
-    return kept
+    return kept[::-1]
"""
