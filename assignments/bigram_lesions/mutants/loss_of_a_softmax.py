"""The logarithm of a softmax in float64: what is improbable enough is impossible."""

LOSES = {"loss"}
HINT = "What is exp(-1000) in float64, and what is its logarithm? The logarithm of a softmax can be had without the softmax."
BREAKS = {"nll": "finite if it is only improbable, by a logit of -1000 too"}

EDITS = """
@@ nll
-    surprise = torch.where(counts > 0, -W.double().log_softmax(dim=1) * counts, 0.0)
+    surprise = torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0)
"""
