"""A word that is there twice is scored once."""

LOSES = {"languages"}
HINT = "You give fewer scores than there are words. Is a word there twice?"
BREAKS = {"language_scores": "The log-likelihood ratio [N] of each word"}

EDITS = """
@@ language_scores
-    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])
+    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in dict.fromkeys(words)])
"""
