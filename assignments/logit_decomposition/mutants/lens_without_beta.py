"""The final LayerNorm's bias is left out of the readings."""

LOSES = {"lens"}
HINT = (
    "Your readings lack what the final LayerNorm adds after its gain. "
    "Which parameter of ln_final does your formula not use?"
)
BREAKS = {"logit_lens": "gain, bias"}

EDITS = """
@@ logit_lens
-    return readings + sum(_final_biases(model, targets))[:, None]
+    return readings + _final_biases(model, targets)[1][:, None]
"""
