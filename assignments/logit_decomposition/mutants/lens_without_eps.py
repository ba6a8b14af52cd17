"""The readings are divided by the standard deviation alone, without the small constant in the root."""

LOSES = {"lens"}
HINT = (
    "The scale of your readings lacks the model's own small constant, or has another. "
    "Which is it in model.cfg, and does it stand under the root or outside?"
)
BREAKS = {"logit_lens": "with the model's `cfg.eps` under the root"}

EDITS = """
@@ logit_lens
-    scales = (streams.var(dim=2, unbiased=False) + model.cfg.eps).sqrt()
+    scales = streams.var(dim=2, unbiased=False).sqrt()
"""
