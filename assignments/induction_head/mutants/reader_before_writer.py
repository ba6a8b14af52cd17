"""The matrix has the heads of layer 1 as rows and those of layer 0 as columns."""

LOSES = {"composition"}
HINT = (
    "Your matrix is transposed. "
    "Rows are the heads of layer 0, which write, and columns those of layer 1, which read."
)
BREAKS = {"k_composition": "of what each head of layer 0 writes: [h0, h1]"}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        return ((W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))).T
"""
