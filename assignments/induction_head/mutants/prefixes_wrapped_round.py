"""A prefix is drawn from the range of the shortest period, and wrapped round in its own."""

LOSES = {"data"}
HINT = "Where another period has a longer range of prefixes, short ones come more often. What does a remainder do to a draw?"
BREAKS = {"repeated_sequences": "both included, each equally likely"}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (torch.rand(n, 1, generator=generator) * (room.max() + 1)).long() % (room + 1)
"""
