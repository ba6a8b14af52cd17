"""W_QK is not transposed, so the product says what the queries read: Q-composition."""

LOSES = {"composition"}
HINT = (
    "This is Q-composition: it says what the queries of layer 1 read. "
    "Which side of W_QK are the keys on, and so which side has to meet what layer 0 writes?"
)
BREAKS = {
    "k_composition": ("How much each head of layer 1 reads, as keys", "W_QK = W_Q W_Kᵀ of head h1 in layer 1")
}

EDITS = """
@@ k_composition
-        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
+        return (W_OV @ W_QK).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
"""
