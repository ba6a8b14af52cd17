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
    """Words drawn at each temperature but 1 are far more probable at 1 than at that, or its inverse.

    By 10 nats: words that were drawn at a temperature are so once in e^10 times (Markov's inequality for a likelihood
    ratio), and have to be at each. This mistake came to 31 and more in three draws; of the others that were measured in
    four, the labs of `lab_lesions_at_one_temperature` to 40, and no other above -240.
    """
    from planted import at_other_temperatures

    told = [one > max(right, inverse) + 10 for one, right, inverse in at_other_temperatures(calls)]
    return bool(told) and all(told)
