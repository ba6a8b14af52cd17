"""The prompt's own words are taken for no answer, and left out."""

LOSES = {"look"}
HINT = "Where one of the prompt's own words is the most probable, you answer with another. Who said that it cannot be one?"
BREAKS = {"predict": "Any word can be the answer, one of the prompt's"}

EDITS = """
@@ predict
-    token = int(probabilities.argmax())
+    token = int(probabilities.index_fill(0, vocabulary.encode(prompt)[0, 1:], 0.0).argmax())
"""
