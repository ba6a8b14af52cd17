"""The length is computed from float32 beliefs, in which what is less probable than 1e-45 is impossible."""

LOSES = {"length"}
HINT = "What is the smallest number above 0 in float32? Your beliefs are 0 where the logits say that something is hardly ever so."
BREAKS = {"expected_length": "where every finite logit that is given here has a probability above 0"}

EDITS = """
@@ expected_length
-    P = _probabilities(W)
+    P = W.float().softmax(dim=1).double()
"""
