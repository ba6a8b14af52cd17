"""The longer of two periods is taken, so long ones come more often."""

LOSES = {"data"}
HINT = "Long periods come more often than short ones. Draw each of the periods with the same probability."
BREAKS = {"repeated_sequences": "is drawn for each sequence from `periods`, each equally likely"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    period = choices[torch.randint(len(choices), (n, 2), generator=generator)].amax(dim=1, keepdim=True)
"""
