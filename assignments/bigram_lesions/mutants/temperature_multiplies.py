"""The logits are multiplied by the temperature and not divided by it."""

LOSES = {"lab", "sampling"}
HINT = "Are your words wilder at low temperature than at high temperature? Does a temperature multiply the logits, or divide them?"
BREAKS = {"sample_words": "softmax(W / temperature)"}

EDITS = """
@@ sample_words
-    P = _probabilities(W / temperature)
+    P = _probabilities(W * temperature)
"""


def SIGNATURE(calls):
    """Words drawn at each temperature but 1 are far more probable under its inverse."""
    from planted import at_other_temperatures

    told = [inverse > max(one, right) + 50 for one, right, inverse in at_other_temperatures(calls)]
    return bool(told) and all(told)
