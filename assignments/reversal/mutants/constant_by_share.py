"""A feature counts as constant whose deviation is a thousandth of its size."""

LOSES = {"probes"}
HINT = (
    "You leave out features that vary by a small share of their size. "
    "A class may stand in such a one: only what does not vary at all says nothing."
)
BREAKS = {
    "fit_probe": "the only one that tells a class from the others may have a standard deviation of .001"
}

EDITS = """
@@ fit_probe
-    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
+    Z = Z * (A.std(dim=0) > 1e-3 * A.abs().amax(dim=0))
+    ridge = 1e-3 * len(A) * torch.eye(A.shape[1], dtype=torch.float64)
"""
