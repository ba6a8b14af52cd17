"""The prediction is read at the position before the last."""

LOSES = {"look"}
HINT = (
    "Your prediction is the word that comes after the prompt without its last word. "
    "Which position holds the logits for the word after the last token?"
)
BREAKS = {"predict": "The next word is read off the last position"}

EDITS = """
@@ predict
-        probabilities = model(vocabulary.encode(prompt))[0, -1].softmax(dim=0)
+        probabilities = model(vocabulary.encode(prompt))[0, -2].softmax(dim=0)
"""
