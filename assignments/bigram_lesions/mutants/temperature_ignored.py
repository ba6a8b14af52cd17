"""The temperature is not used."""

LOSES = {"lab", "sampling"}
HINT = "Are your words the same at every temperature? What should it do to the logits?"
BREAKS = {"sample_words": "softmax(W / temperature)"}

EDITS = """
@@ sample_words
-    P = _probabilities(W / temperature)
+    P = _probabilities(W)
"""


def SIGNATURE(calls):
    """Words drawn at each temperature but 1 are far more probable at 1 than at that, or its inverse."""
    from planted import at_other_temperatures

    told = [one > max(right, inverse) + 20 for one, right, inverse in at_other_temperatures(calls)]
    return bool(told) and all(told)
