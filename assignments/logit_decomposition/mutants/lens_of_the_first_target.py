"""The first target is taken for that of every prompt."""

LOSES = {"lens"}
HINT = "You read the first prompt's target on every prompt. Which of the targets belongs to a row?"
BREAKS = {"logit_lens": "targets [B] int64, one target for each prompt"}

EDITS = """
@@ logit_lens
     _, cache = _run(model, tokens)
+    targets = targets[:1].expand(len(tokens))
"""
