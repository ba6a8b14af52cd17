"""The longest prefix is never drawn: its length is drawn from one value too few."""

LOSES = {"data"}
HINT = (
    "Your longest prefix never comes. How many lengths are there from 0 to LENGTH - 2·period, both included?"
)
BREAKS = {"repeated_sequences": "the prefix's length from 0 … LENGTH - 2·period, both included"}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (torch.rand(n, 1, generator=generator) * room).long()
"""
