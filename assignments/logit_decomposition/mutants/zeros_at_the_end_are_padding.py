"""Tokens 0 at the end of all prompts are taken for padding, and the last position is that before them."""

LOSES = {"decompose"}
HINT = "All prompts are as long as the tensor is wide. What do you read where they end in token 0?"
BREAKS = {"decompose_logit": "What each component adds to the targets' logits at the last position"}

EDITS = """
@@ decompose_logit
-    _, cache = _run(model, tokens)
+    while tokens.shape[1] > 1 and not tokens[:, -1].any():
+        tokens = tokens[:, :-1]
+    _, cache = _run(model, tokens)
"""
