"""Only the twenty most probable symbols of a row are drawn from."""

LOSES = {"sampling"}
HINT = "Which symbols of a large alphabet does your sampling never draw?"
BREAKS = {"sample_words": "each drawn symbol by symbol from softmax(W / temperature)"}

EDITS = """
@@ sample_words
-    P = _probabilities(W / temperature)
+    P = _probabilities(W / temperature)
+    P = P.masked_fill(P < P.topk(min(20, len(P)), dim=1).values[:, -1:], 0.0)
"""


def SIGNATURE(calls):
    """Of forty symbols no word has more than twenty."""
    large = [
        words
        for name, _, kwargs, words in calls
        if name == "sample_words" and words and len(kwargs["symbols"]) == 40
    ]
    return bool(large) and all(len(set("".join(words))) <= 20 for words in large)
