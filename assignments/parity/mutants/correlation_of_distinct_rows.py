"""A row that is given several times counts once in the correlation."""

LOSES = {"activations"}
HINT = "Where a row is given several times, how often does it count in r and in N?"
BREAKS = {"label_correlation": "over the rows of X [N, n_bits] and y [N]"}

EDITS = """
@@ label_correlation
-    r = _pearson(hidden_activations(model, X), y)
+    both = torch.cat([X, y[:, None].to(X.dtype)], dim=1).unique(dim=0)
+    X, y = both[:, :-1], both[:, -1].long()
+    r = _pearson(hidden_activations(model, X), y)
"""
