"""The norms are sums of absolute values instead of roots of sums of squares."""

LOSES = {"composition"}
HINT = "Your norms are sums of absolute values. The Frobenius norm is the root of a sum of squares."
BREAKS = {"k_composition": "in the Frobenius norm"}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        size = {"p": 1, "dim": (2, 3)}
+        return (W_OV @ W_QK.mT).norm(**size) / (W_OV.norm(**size) * W_QK.norm(**size))
"""
