"""The first target is taken for that of every prompt."""

LOSES = {"decompose", "ablate"}
HINT = "Every prompt's shares of yours are of the first prompt's target. Which target belongs to a row?"
BREAKS = {"decompose_logit": "tokens is [B, T], targets [B] int64"}

EDITS = """
@@ decompose_logit
     _, cache = _run(model, tokens)
+    targets = targets[:1].expand(len(tokens))
"""
