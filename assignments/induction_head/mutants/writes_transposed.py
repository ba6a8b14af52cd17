"""The matrix by which a head writes is transposed."""

LOSES = {"composition"}
HINT = (
    "You have W_OV the other way round. A vector of the residual stream comes from the left: which side "
    "does the head write on?"
)
BREAKS = {"k_composition": "with W_OV = W_V W_O of head h0 in layer 0"}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        return (W_OV.mT @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
"""
