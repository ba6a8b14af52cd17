"""What the final LayerNorm's bias adds is left out."""

LOSES = {"decompose"}
HINT = (
    "Your sum lacks what the final LayerNorm adds after its gain. "
    "Which parameter of ln_final have you not used?"
)
BREAKS = {"decompose_logit": '"ln_final.b": β · W_U[:, t]'}

EDITS = """
@@ decompose_logit
-    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
+    _, terms["b_U"] = _final_biases(model, targets)
"""


def SIGNATURE(calls):
    """It is missing: where it is there and wrong, the values alone would agree, since further names do not count."""
    there = any("ln_final.b" in terms for _, _, _, terms in calls if terms is not None)
    return False if there else None
