"""The boundary is written at the end of each word."""

LOSES = {"sampling", "lab"}
HINT = "Do your words end with the boundary written out? It ends a word and is not a part of it."
BREAKS = {"sample_words": "the boundary is not part of it"}

EDITS = """
@@ sample_words
         here = torch.multinomial(P[here], 1, generator=generator)[:, 0]
+        for word, symbol in zip(alive, here.tolist(), strict=True):
+            drawn[word] += symbols[symbol]
@@ sample_words
             break
-        for word, symbol in zip(alive, here.tolist(), strict=True):
-            drawn[word] += symbols[symbol]
"""


def SIGNATURE(calls):
    """Some word ends with its model's boundary."""
    for name, args, kwargs, value in calls:
        if name == "sample_words" and value:
            if any(word.endswith(kwargs.get("symbols", SYMBOLS)[0]) for word in value):
                return True
        elif name == "lab_data" and value is not None:
            words = [word for sample in value.models[""].samples for word in sample]
            if any(word.endswith(args[2][0]) for word in words):
                return True
    return False
