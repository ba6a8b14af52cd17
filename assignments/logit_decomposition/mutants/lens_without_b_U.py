"""The unembedding's bias is left out of the readings."""

LOSES = {"lens"}
HINT = (
    "Your readings are off by the same amount in every column, another for each target. "
    "The trained facts model has zeros there; which vector of the unembedding did you not need on it?"
)
BREAKS = {"logit_lens": "and then through `W_U` and `b_U`"}

EDITS = """
@@ logit_lens
-    return readings + sum(_final_biases(model, targets))[:, None]
+    return readings + _final_biases(model, targets)[0][:, None]
"""
