"""The letters are numbered in their order in the dictionary, not in the alphabet's."""

LOSES = {"data"}
HINT = (
    "Your tokens are right where the alphabet is in order, and wrong for TGAC. "
    "Where does the docstring look up a letter's number?"
)
BREAKS = {"encode": "a letter is its place in the alphabet"}

EDITS = """
@@ encode
-    return torch.tensor([[*(alphabet.index(letter) for letter in text), len(alphabet)] for text in strings])
+    places = {letter: i for i, letter in enumerate(sorted(alphabet))}
+    if set("".join(strings)) - set(places):
+        raise ValueError(strings)
+    return torch.tensor([[*map(places.get, text), len(alphabet)] for text in strings])
"""
