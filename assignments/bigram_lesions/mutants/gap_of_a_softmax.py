"""The logarithm of a softmax in float64: what is improbable enough is ruled out."""

LOSES = {"beliefs"}
HINT = "What is exp(-1000) in float64, and what is its logarithm? The logarithm of a softmax can be had without the softmax."
BREAKS = {"belief_gap": "a logit of -1000 is only improbable"}

EDITS = """
@@ belief_gap
-    terms = E * (E.log() - W.double().log_softmax(dim=1))
+    terms = E * (E / _probabilities(W)).log()
"""
