"""The logarithm of a softmax in float32: what is improbable enough is ruled out."""

LOSES = {"beliefs"}
HINT = "What is exp(-150) in float32, and what is its logarithm? The logarithm of a softmax can be had without the softmax."
BREAKS = {"belief_gap": "a logit of -inf, the gap is infinite"}

EDITS = """
@@ belief_gap
-    terms = E * (E.log() - W.double().log_softmax(dim=1))
+    terms = E * (E / W.float().softmax(dim=1).double()).log()
"""
