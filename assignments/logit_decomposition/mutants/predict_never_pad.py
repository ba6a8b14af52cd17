"""`<pad>` is taken for no answer, and left out."""

LOSES = {"look"}
HINT = "Where `<pad>` is the most probable, you answer with another word. Who said that it cannot be one?"
BREAKS = {"predict": "Any word can be the answer, one of the prompt's, `<bos>` and `<pad>` too"}

EDITS = """
@@ predict
-    token = int(probabilities.argmax())
+    pads = [i for i, word in enumerate(vocabulary.words) if word == "<pad>"]
+    token = int(probabilities.index_fill(0, torch.tensor(pads, dtype=torch.int64), 0.0).argmax())
"""
