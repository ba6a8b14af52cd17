"""The softmax runs over the positions and not over the words."""

LOSES = {"look"}
HINT = "Your probabilities add up to 1 over the positions of the prompt. Over which axis do the words lie?"
BREAKS = {"predict": "The word that the model finds most probable after the prompt, and its probability"}

EDITS = """
@@ predict
-        probabilities = model(vocabulary.encode(prompt))[0, -1].softmax(dim=0)
+        probabilities = model(vocabulary.encode(prompt)).softmax(dim=1)[0, -1]
"""
