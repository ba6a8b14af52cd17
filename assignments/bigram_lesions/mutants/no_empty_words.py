"""The first symbol is drawn among the letters, so that no word is empty."""

LOSES = {"sampling"}
HINT = "Is none of your words empty? In these models the boundary can follow the boundary."
BREAKS = {"sample_words": "a word may be empty"}

EDITS = """
@@ sample_words
     P = _probabilities(W / temperature)
+    if P[0, 1:].sum() > 0:
+        P[0, 0] = 0.0
"""


def SIGNATURE(calls):
    """No word is empty, where that would be chance once in a million times, and first letters are as the model says."""
    chance = 1.0
    for name, args, kwargs, words in calls:
        if name == "sample_words" and words and len(words) > 1000:
            symbols = kwargs["symbols"]
            if "" in words or any(symbols[0] in word for word in words):
                return False
            P = _probabilities(args[0] / kwargs.get("temperature", 1.0))[0]
            chance *= (1 - P[0].item()) ** len(words)
            begin = bigram_counts([word[0] for word in words], symbols)[0, 1:].double() / len(words)
            if (begin - P[1:] / P[1:].sum()).abs().max() > 0.05:
                return False
    return chance < 1e-6
