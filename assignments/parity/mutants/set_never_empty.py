"""The search begins with sets of one neuron."""

LOSES = {"explain"}
HINT = (
    "You name neurons where the model is no better than guessing from the start. "
    "With which size does your search begin?"
)
BREAKS = {"explain": "where accuracy is 1/2 or below from the start, the empty set"}

EDITS = """
@@ explain
-    for size in range(len(neurons) + 1):
+    for size in range(1, len(neurons) + 1):
"""
