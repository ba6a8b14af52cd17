"""Only the first fifteen hundred words are learned from."""

LOSES = {"train"}
HINT = "Does your training use all of the words that it is given, however many there are?"
BREAKS = {"train": "over all transitions of the words"}

EDITS = """
@@ train
-    counts = bigram_counts(words, symbols).float()
+    counts = bigram_counts(words[:1500], symbols).float()
"""


def SIGNATURE(calls):
    """The shares of the first fifteen hundred words are matched, and not those of all."""
    for name, args, kwargs, W in calls:
        if name == "train" and W is not None and len(args[0]) > 1500:
            first, whole = (
                bigram_counts(words, kwargs["symbols"]).double() for words in (args[0][:1500], args[0])
            )
            P, seen = W.double().softmax(dim=1), first.sum(dim=1) > 100
            gaps = [
                (P - counts / counts.sum(dim=1, keepdim=True))[seen].abs().max() for counts in (first, whole)
            ]
            return bool(gaps[0] < 0.03 < gaps[1])
    return False
