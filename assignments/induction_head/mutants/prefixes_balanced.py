"""The prefixes of a draw fill their range evenly: one from each of n equal parts of it, shuffled."""

LOSES = {"data"}
HINT = (
    "Your prefixes fill their range more evenly than chance does, in each draw. "
    "Does a sequence's prefix depend on those of the others?"
)
BREAKS = {"repeated_sequences": "Each sequence is drawn independently of the others"}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    parts = torch.randperm(n, generator=generator)[:, None] + torch.rand(n, 1, generator=generator)
+    prefix = (parts / n * (room + 1)).long().minimum(room)
"""
