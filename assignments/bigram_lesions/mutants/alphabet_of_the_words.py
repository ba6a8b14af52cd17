"""The matrix has a row for each letter that occurs in the words, and not for each symbol."""

LOSES = {"count"}
HINT = "Your matrix is too small where the words do not hold every letter. Whose alphabet does it have, the model's or the words'?"
BREAKS = {"bigram_counts": "as an integer matrix [V, V]"}

EDITS = """
@@ bigram_counts
+    symbols = [s for i, s in enumerate(symbols) if i == 0 or any(s in word for word in words)]
     size, boundary = len(symbols), symbols[0]
@@ train
-    counts = bigram_counts(words, symbols).float()
+    counts = _of_all_symbols(words, symbols).float()
@@ nll
-    counts = bigram_counts(words, symbols).double()
+    counts = _of_all_symbols(words, symbols).double()
@@ forgetting_costs
-    counts = bigram_counts(words, symbols).double()
+    counts = _of_all_symbols(words, symbols).double()
@@ language_scores
-    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])
+    return torch.stack([(_of_all_symbols([word], symbols) * difference).sum() for word in words])
"""


def _of_all_symbols(words, symbols):
    counts = torch.zeros(len(symbols), len(symbols), dtype=torch.int64)
    for word in words:
        walk = [symbols.index(symbol) for symbol in symbols[0] + word + symbols[0]]
        for here, following in zip(walk, walk[1:], strict=False):
            counts[here, following] += 1
    return counts
