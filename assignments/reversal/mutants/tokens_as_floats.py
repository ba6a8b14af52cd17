"""The tokens are floating numbers, which no embedding takes."""

LOSES = {"data"}
HINT = "Are your tokens whole numbers? An embedding looks up rows by integers; which dtype have yours?"
BREAKS = {"encode": "The strings as integer tokens"}

EDITS = """
@@ encode
-    return torch.tensor([[*(alphabet.index(letter) for letter in text), len(alphabet)] for text in strings])
+    return torch.tensor([[*(alphabet.index(letter) for letter in text), len(alphabet)] for text in strings]).float()
"""


def SIGNATURE(calls):
    """The tokens are floating numbers."""
    tokens = [value for name, _, _, value in calls if name == "encode" and value is not None]
    return bool(tokens) and all(value.is_floating_point() for value in tokens)
