"""The scale is the sample's standard deviation, divided by n - 1."""

LOSES = {"decompose", "ablate"}
HINT = (
    "All your shares are too small by the same small factor, about half of 1/d_model. "
    "Which standard deviation does a LayerNorm use?"
)

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    stream = cache[f"blocks.{model.cfg.n_layers - 1}.hook_resid_post"][:, -1]
+    directions = _directions(model, targets) / stream.var(dim=1, keepdim=True).add(model.cfg.eps).sqrt()
"""
