"""The list of periods is sorted where it is, and the caller's list with it."""

LOSES = {"data"}
HINT = (
    "After your call the caller's list of periods is in another order. Sort a copy, if it has to be sorted."
)
BREAKS = {"repeated_sequences": "`periods` is left as it was"}

EDITS = """
@@ repeated_sequences
-    choices = torch.tensor(list(periods))
+    if isinstance(periods, list):
+        periods.sort()
+    choices = torch.tensor(list(periods))
"""
