"""Whether a pair occurs is written down, and not how often."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "All your counts are 0 or 1. How often does a pair occur that occurs twice?"
BREAKS = {"bigram_counts": "How often each symbol comes right after each symbol"}

EDITS = """
@@ bigram_counts
-    return torch.bincount(walk[:-1] * size + walk[1:], minlength=size * size).reshape(size, size)
+    return torch.bincount(walk[:-1] * size + walk[1:], minlength=size * size).clamp(max=1).reshape(size, size)
"""
