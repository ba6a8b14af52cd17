"""A small number is added to the probabilities before the temperature divides: what was deleted is drawn when it is hot."""

LOSES = {"sampling"}
HINT = (
    "A deleted symbol comes back at a high temperature. "
    "Is there a small number in a logarithm, where minus infinity would stay what it is?"
)
BREAKS = {"sample_words": "each drawn symbol by symbol from softmax(W / temperature)"}

EDITS = """
@@ sample_words
-    P = _probabilities(W / temperature)
+    P = _probabilities((_probabilities(W) + 1e-8).log() / temperature)
"""
