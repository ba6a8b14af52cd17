"""The steps from the boundary and to it are left out of the loss."""

LOSES = {"loss"}
HINT = "Your loss leaves out how words begin and end. How many transitions does a word of n letters have?"
BREAKS = {"nll": "A word of n letters has n + 1 transitions"}

EDITS = """
@@ nll
     counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
+    counts[0], counts[:, 0] = 0.0, 0.0
"""
