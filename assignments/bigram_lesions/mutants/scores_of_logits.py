"""The ratio is taken between logits and not probabilities, and so depends on the gauge of each row."""

LOSES = {"languages"}
HINT = (
    "You subtract logits. Add a constant to a row of one model: it is the same model, and your scores change. "
    "What has to be subtracted?"
)
BREAKS = {"language_scores": "The log-likelihood ratio [N] of each word"}

EDITS = """
@@ language_scores
-    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
+    difference = W_one.double() - W_other.double()
"""
