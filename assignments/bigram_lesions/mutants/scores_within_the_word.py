"""Only the transitions between letters count: how a word begins and ends is left out."""

LOSES = {"languages"}
HINT = "Your scores leave out how a word begins and ends. The steps from and to the boundary are transitions too."
BREAKS = {"language_scores": "the first and the last included"}

EDITS = """
@@ language_scores
-    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])
+    return torch.stack([(bigram_counts([word], symbols) * difference)[1:, 1:].sum() for word in words])
"""
