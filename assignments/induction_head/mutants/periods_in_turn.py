"""The periods take turns, from one that is drawn."""

LOSES = {"data"}
HINT = "From sequence to sequence your periods come in one order, again and again. Each sequence's is drawn by itself."
BREAKS = {"repeated_sequences": "Each sequence is drawn independently of the others"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    start = torch.randint(len(choices), (1,), generator=generator)
+    period = choices[(start + torch.arange(n)) % len(choices)][:, None]
"""
