"""Token 0 is no word, so the most probable of the others is taken."""

LOSES = {"look"}
HINT = "Where `<bos>` is the most probable, you answer with another word. Which tokens does your maximum run over?"
BREAKS = {"predict": "Any word can be the answer, one of the prompt's, `<bos>` and `<pad>` too"}

EDITS = """
@@ predict
-    token = int(probabilities.argmax())
+    token = int(probabilities[1:].argmax()) + 1
"""
