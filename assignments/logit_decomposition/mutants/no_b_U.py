"""The unembedding's bias is left out."""

LOSES = {"decompose"}
HINT = (
    "Your sum is off by the same amount for every prompt with the same target. "
    "The trained facts model has zeros there; which vector of the unembedding did you not need on it?"
)
BREAKS = {"decompose_logit": '"b_U": b_U[t]'}

EDITS = """
@@ decompose_logit
-    terms["ln_final.b"], terms["b_U"] = _final_biases(model, targets)
+    terms["ln_final.b"], _ = _final_biases(model, targets)
"""


def SIGNATURE(calls):
    """It is missing: where it is there and wrong, the values alone would agree, since further names do not count."""
    there = any("b_U" in terms for _, _, _, terms in calls if terms is not None)
    return False if there else None
