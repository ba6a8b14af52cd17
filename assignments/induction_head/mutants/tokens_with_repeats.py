"""The tokens are drawn with replacement, so a token may occur twice within the prefix and segment."""

LOSES = {"data"}
HINT = (
    "Tokens of your prefix or segment may be equal by chance, and what follows such a token is not determined by it. "
    "Draw them without replacement: a shuffled vocabulary has each token once."
)
BREAKS = {"repeated_sequences": "The tokens of the prefix and of one segment are all different"}

EDITS = """
@@ repeated_sequences
-    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
+    shuffled = torch.randint(VOCABULARY, (n, VOCABULARY), generator=generator)
"""
