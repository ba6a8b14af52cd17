"""Every stream is divided by the last stream's scale."""

LOSES = {"lens"}
HINT = (
    "You divide the stream after every layer by the same scale, the last one. "
    "If the model ended after layer 0, what would its LayerNorm divide by?"
)
BREAKS = {"logit_lens": "divided by *its own* standard deviation"}

EDITS = """
@@ logit_lens
-    scales = (streams.var(dim=2, unbiased=False) + model.cfg.eps).sqrt()
+    scales = cache["ln_final.hook_scale"][:, -1]
"""
