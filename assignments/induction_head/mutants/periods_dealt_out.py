"""The periods are dealt out one after the other and shuffled, so a sequence that is drawn alone always has the first."""

LOSES = {"data"}
HINT = (
    "Do you deal the periods out, so that each comes as often? "
    "Each sequence's is drawn by itself: what does a sequence have that is drawn alone?"
)
BREAKS = {"repeated_sequences": "is drawn for each sequence from `periods`, each equally likely"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    dealt = choices[torch.arange(n) % len(choices)]
+    period = dealt[torch.randperm(n, generator=generator)][:, None]
"""
