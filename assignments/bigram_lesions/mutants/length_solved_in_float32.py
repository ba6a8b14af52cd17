"""Beliefs and linear system stay in the float32 of W."""

LOSES = {"length"}
HINT = "In which precision do you solve? Of words with a million letters 1 - p, p near 1, is a few steps of float32 from 0."
BREAKS = {"expected_length": "Words may have a million letters: take W in float64 first"}

EDITS = """
@@ expected_length
-    P = _probabilities(W)
+    P = W.float().softmax(dim=1)
"""
