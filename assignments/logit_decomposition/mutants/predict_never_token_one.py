"""Token 1 is taken for no answer, since it is `<pad>` in the facts' vocabulary."""

LOSES = {"look"}
HINT = "Is token 1 never your answer? Which word it is, the vocabulary that you are given says."
BREAKS = {"predict": "Any word can be the answer, one of the prompt's, `<bos>` and `<pad>` too"}

EDITS = """
@@ predict
-    token = int(probabilities.argmax())
+    token = int(probabilities.index_fill(0, torch.tensor([1]), 0.0).argmax())
"""
