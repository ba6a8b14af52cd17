"""The second model's logarithm minus the first's."""

LOSES = {"languages"}
HINT = "All your scores have the wrong sign. Which model should a positive score speak for?"
BREAKS = {"language_scores": "ln P(word under W_one) - ln P(word under W_other)"}

EDITS = """
@@ language_scores
-    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
+    difference = W_other.double().log_softmax(dim=1) - W_one.double().log_softmax(dim=1)
"""
