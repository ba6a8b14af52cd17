"""The mean is over the first hundred rows."""

LOSES = {"saliency"}
HINT = "With many rows your mean is off. Over how many of them is it?"
BREAKS = {"mean_abs_saliency": "The mean over the rows of X [N, n_bits] of the gradient's absolute value"}

EDITS = """
@@ mean_abs_saliency
-    return saliency(model, X).abs().mean(dim=0)
+    return saliency(model, X[:100]).abs().mean(dim=0)
"""
