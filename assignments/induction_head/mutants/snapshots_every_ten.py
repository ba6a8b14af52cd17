"""A snapshot is taken every ten steps, whatever is asked for."""

LOSES = {"snapshots"}
HINT = "You take a snapshot every ten steps, whatever `every` is."
BREAKS = {"snapshots": "steps / every + 1 models"}

EDITS = """
@@ snapshots
-        if done % every == 0:
+        if done % 10 == 0:
"""
