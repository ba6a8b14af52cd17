"""The p-value is that of a normal distribution, as for many rows."""

LOSES = {"activations"}
HINT = (
    "Your p-values are too small, as from a normal distribution. "
    "There are few rows: which distribution does the docstring name?"
)
BREAKS = {"label_correlation": "from Student's t with N - 2 degrees of freedom"}

EDITS = """
@@ label_correlation
-    return r, torch.from_numpy(2 * scipy.stats.t.sf(t.abs(), freedom))
+    return r, torch.from_numpy(2 * scipy.stats.norm.sf(t.abs()))
"""
