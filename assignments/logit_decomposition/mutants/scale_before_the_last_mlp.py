"""The scale is that of the stream before the last MLP."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your scale is that of a stream to which the last MLP has not yet added. "
    "What is it that the final LayerNorm gets?"
)

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    stream = cache[f"blocks.{model.cfg.n_layers - 1}.hook_resid_mid"][:, -1]
+    directions = (
+        _directions(model, targets)
+        / stream.var(dim=1, unbiased=False, keepdim=True).add(model.cfg.eps).sqrt()
+    )
"""
