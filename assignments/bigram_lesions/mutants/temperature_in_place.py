"""The matrix that was given is divided by the temperature itself."""

LOSES = {"sampling", "lab"}
HINT = "Does W have the same logits after you have sampled from it as before? `W /= temperature` changes the matrix itself."
BREAKS = {"sample_words": "softmax(W / temperature)"}

EDITS = """
@@ sample_words
-    P = _probabilities(W / temperature)
+    W /= temperature
+    P = _probabilities(W)
"""
