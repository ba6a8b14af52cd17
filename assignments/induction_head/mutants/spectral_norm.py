"""The norms are spectral norms, the largest singular values."""

LOSES = {"composition"}
HINT = "Your norms are the largest singular values. The Frobenius norm has all of them in it."
BREAKS = {"k_composition": "in the Frobenius norm"}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        norm = torch.linalg.matrix_norm
+        return norm(W_OV @ W_QK.mT, 2) / (norm(W_OV, 2) * norm(W_QK, 2))
"""
