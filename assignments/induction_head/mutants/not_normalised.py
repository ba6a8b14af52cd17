"""The norm of the product is not divided by the norms of its factors."""

LOSES = {"composition"}
HINT = (
    "Your scores grow with the size of the weights. "
    "Divide by the norms of both factors: it is a share that is asked for."
)
BREAKS = {"k_composition": "‖W_OV W_QKᵀ‖ / (‖W_OV‖ ‖W_QK‖) in the Frobenius norm"}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        return (W_OV @ W_QK.mT).norm(dim=(2, 3))
"""
