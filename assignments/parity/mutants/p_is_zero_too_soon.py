"""p is 0 where r is near 1."""

LOSES = {"activations"}
HINT = "Some of your p-values are 0 where r is near 1 but not 1. With few rows, what is p there?"
BREAKS = {"label_correlation": "where r is 1 or -1, p is 0"}

EDITS = """
@@ label_correlation
-    return r, torch.from_numpy(2 * scipy.stats.t.sf(t.abs(), freedom))
+    p = torch.from_numpy(2 * scipy.stats.t.sf(t.abs(), freedom))
+    return r, torch.where(r.abs() > 0.999, 0.0, p)
"""
