"""The first letter is drawn with the same probability for all letters, and not from the boundary's row."""

import math

LOSES = {"lab", "sampling"}
HINT = "Do your words begin with every letter equally often? Where in the matrix does it say how words begin?"
BREAKS = {"sample_words": "A word starts after the boundary, symbols[0]"}

EDITS = """
@@ sample_words
     P = _probabilities(W / temperature)
+    P[0] = (P[0] > 0).double()
+    P[0, 0] = 0.0
"""


def SIGNATURE(calls):
    """First letters are spread evenly over those that the model allows, whatever else it says."""
    from planted import drawn

    told = []
    for sample in drawn(calls):
        even, model = 0.0, [0.0, 0.0, 0.0]
        for d in sample:
            begun = [d.symbols.index(word[0]) for word in d.words if word]
            even -= len(begun) * math.log(max(1, int((d.logits[0, 1:] > -1e5).sum())))
            for i, factor in enumerate((1 / d.temperature, 1.0, d.temperature)):
                first = (d.logits * factor).log_softmax(dim=1)[0].clamp(min=-1e3)
                model[i] += float(first[begun].sum())
        told.append(even > max(model) + 25)
    return bool(told) and all(told)
