"""The prefix may leave less room than two copies need."""

LOSES = {"data"}
HINT = (
    "Some of your sequences have less than two copies of their segment. How long may the prefix be at most?"
)
BREAKS = {"repeated_sequences": "there are at least two copies"}

EDITS = """
@@ repeated_sequences
-    room = LENGTH - 2 * period
+    room = LENGTH - period - 2
"""
