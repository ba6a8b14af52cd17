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
    """Words drawn at each temperature but 1 are more probable under its inverse than at it or at 1, by 10 nats.

    Words that were drawn at a temperature are so once in e^10 times, and have to be at each. This mistake came to 38 and
    more in 82 labs.
    """
    from planted import at_other_temperatures

    told = [inverse > max(one, right) + 10 for one, right, inverse in at_other_temperatures(calls)]
    return bool(told) and all(told)
