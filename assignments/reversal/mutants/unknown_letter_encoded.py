"""A letter that the alphabet lacks becomes -1."""

LOSES = {"data"}
HINT = (
    "You encode a letter that the alphabet does not have. "
    "What does `find` return for it, and what does the docstring want to happen?"
)
BREAKS = {"encode": "A letter that the alphabet lacks raises ValueError"}

EDITS = """
@@ encode
-    return torch.tensor([[*(alphabet.index(letter) for letter in text), len(alphabet)] for text in strings])
+    return torch.tensor([[*(alphabet.find(letter) for letter in text), len(alphabet)] for text in strings])
"""


def SIGNATURE(calls):
    """There are tokens for a letter that the alphabet lacks."""
    return any(
        name == "encode" and value is not None and set("".join(args[0])) - set((*args, ALPHABET)[1])
        for name, args, _, value in calls
    )
