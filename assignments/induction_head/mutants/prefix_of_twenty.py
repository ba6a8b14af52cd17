"""No prefix is longer than 20: of short periods the longest never come."""

LOSES = {"data"}
HINT = "With a short period your longest prefixes never come. How long may one be if the period is 2?"
BREAKS = {"repeated_sequences": "the prefix's length from 0 … LENGTH - 2·period, both included"}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (torch.rand(n, 1, generator=generator) * (room.clamp(max=20) + 1)).long()
"""
