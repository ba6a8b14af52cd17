"""The logarithms of softmaxes in float32: what is improbable enough is impossible."""

LOSES = {"languages"}
HINT = "What is exp(-150) in float32, and what is its logarithm? The logarithm of a softmax can be had without the softmax."
BREAKS = {"language_scores": "a transition can be very improbable"}

EDITS = """
@@ language_scores
-    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
+    difference = W_one.float().softmax(dim=1).log().double() - W_other.float().softmax(dim=1).log().double()
"""
