"""Each period comes as often as another in every draw: they are dealt out from one that is drawn, and shuffled."""

LOSES = {"data"}
HINT = (
    "In each of your draws every period comes as often as every other. Would that be so if you threw a die for each "
    "sequence?"
)
BREAKS = {"repeated_sequences": "Each sequence is drawn independently of the others"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    order = torch.randperm(len(choices), generator=generator)
+    dealt = choices[order[torch.arange(n) % len(choices)]]
+    period = dealt[torch.randperm(n, generator=generator)][:, None]
"""
