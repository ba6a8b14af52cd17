"""The scale is the root mean square, without centring."""

LOSES = {"decompose", "ablate"}
HINT = "You divide by the root mean square of the stream. What does a LayerNorm subtract before it squares?"

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    stream = cache[f"blocks.{model.cfg.n_layers - 1}.hook_resid_post"][:, -1]
+    directions = (
+        _directions(model, targets) / stream.square().mean(dim=1, keepdim=True).add(model.cfg.eps).sqrt()
+    )
"""
