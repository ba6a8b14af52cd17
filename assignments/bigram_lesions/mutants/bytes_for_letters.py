"""The text is read byte by byte, and a letter outside ASCII has two: the second is taken for a boundary."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "How many transitions do you count in the word é? How many bytes has it?"
BREAKS = {"bigram_counts": "a and A are two letters and é is one"}

EDITS = """
@@ bigram_counts
-    walk = torch.tensor([symbols.index(symbol) for symbol in text])
+    place = {symbol.encode()[0]: i for i, symbol in enumerate(symbols)}
+    walk = torch.tensor([place.get(byte, 0) for byte in text.encode()])
"""
